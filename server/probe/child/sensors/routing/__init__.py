"""The sensor of URL matching."""
