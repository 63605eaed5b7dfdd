"""The guest's own."""

WHOSE = "the guest"
