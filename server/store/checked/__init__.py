"""Checks of what is read from the store: anybody may have changed the file."""
