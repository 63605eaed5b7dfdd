"""A module without an app."""

number = 1
