"""Findings about the session."""
