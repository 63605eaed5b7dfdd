"""Findings about cookies that browsers do not keep."""
