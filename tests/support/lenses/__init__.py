"""Events, exchanges and helpers for the tests of the lenses."""
