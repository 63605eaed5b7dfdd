"""`fumehood export` and `fumehood import`: all data in one file."""
