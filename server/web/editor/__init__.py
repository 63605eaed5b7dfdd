"""Places in source code: opened in the user's editor, and read to be shown."""
