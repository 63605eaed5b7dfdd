"""Findings about what a request lacks."""
