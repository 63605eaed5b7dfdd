"""Bounded, safe descriptions of the guest's objects, code and tracebacks."""
