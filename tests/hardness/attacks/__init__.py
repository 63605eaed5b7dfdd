"""Attacks on the running program."""
