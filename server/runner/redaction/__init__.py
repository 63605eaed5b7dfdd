"""Removal of secrets from events before anything else sees them."""
