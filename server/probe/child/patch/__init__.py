"""Patching of library functions, import hooks and Flask's phases."""
