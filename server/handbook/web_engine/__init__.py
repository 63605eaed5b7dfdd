"""A real web engine in a process of its own, for experiments about browsers."""
