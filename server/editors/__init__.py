"""The user's editors: which there are, which is installed, and how a line of a file is opened in one."""
