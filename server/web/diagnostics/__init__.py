"""The pages for when something went wrong: the log, and the report of a problem."""
