"""`fumehood record`: send one request to an app and print what happened."""
