"""Replaces the folder of an unpacked archive with that of a newer one, and goes back."""
