"""Findings about templates."""
