"""Opening an app, and the question whether to trust it."""
