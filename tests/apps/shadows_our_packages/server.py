"""The guest's own module."""

WHOSE = "the guest"
