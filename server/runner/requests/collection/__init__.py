"""Saved requests: text files in a folder of the project, one for each request."""
