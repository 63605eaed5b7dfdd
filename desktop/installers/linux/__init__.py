"""The files that introduce Fumehood to a Linux desktop, such as its menu entry, manual and completion."""
