"""Findings about what views, hooks and handlers returned."""
