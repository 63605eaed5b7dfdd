"""Findings about SQL, transactions and connections."""
