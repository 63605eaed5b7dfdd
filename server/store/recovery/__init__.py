"""Finding damage in the file of the store, and carrying what can be read into a new one."""
