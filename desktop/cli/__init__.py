"""One command of the command line a file, each a click command called `command`."""
