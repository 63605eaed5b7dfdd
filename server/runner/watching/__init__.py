"""Watching the source of a project: which files are saved, and what that means for the app."""
