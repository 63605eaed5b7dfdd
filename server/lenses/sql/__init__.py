"""The lens of SQL: statements, repeated queries and formatting."""
