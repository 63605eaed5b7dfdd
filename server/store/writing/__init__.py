"""Writing to the database: a thread with its queue, and what it does while the file cannot be written."""
