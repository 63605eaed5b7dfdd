"""The kinds of files that people download, one module each."""
