"""The SQL lens: statements, repeated queries and formatting."""
