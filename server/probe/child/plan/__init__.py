"""A program of its own that asks SQLite how it would find the rows of a statement; no guest imports it."""
