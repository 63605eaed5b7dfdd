"""Open an app, after asking whether to trust it."""
