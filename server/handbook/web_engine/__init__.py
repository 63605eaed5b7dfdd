"""A real web engine, driven in a process of its own, for experiments about browsers."""
