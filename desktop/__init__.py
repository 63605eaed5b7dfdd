"""The desktop program: a native window (shell), the workbench in it, and the command line."""
