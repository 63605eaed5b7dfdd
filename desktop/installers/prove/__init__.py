"""Tries what was built: unpacks each kind as it would be installed, and uses the program in it."""
