"""What somebody who mends Fumehood needs to know: the log, and a report without what is private."""
