"""The web app: everything that knows HTTP, one folder per feature."""
