"""The guest's own package."""

WHOSE = "the guest"
