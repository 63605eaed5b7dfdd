"""The sensor of settings, and where each of them came from."""
