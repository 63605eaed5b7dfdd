"""The sensor of signed and bearer tokens, and their formats."""
