"""One module for each place where a project's environment may be."""
