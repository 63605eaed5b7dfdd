"""Assembly of events into exchanges."""
