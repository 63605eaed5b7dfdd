"""Finds the Python environments of a project by reading files, without running anything of the project."""
