"""`fumehood record`: send requests to an app and print what happened."""
