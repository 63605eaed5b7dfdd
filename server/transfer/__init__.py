"""All data of the user in one file: written, and read into another Fumehood."""
