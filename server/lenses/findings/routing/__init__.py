"""Findings about URLs, rules and redirects."""
