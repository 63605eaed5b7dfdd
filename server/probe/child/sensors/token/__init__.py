"""The sensor of signed tokens."""
