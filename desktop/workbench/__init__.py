"""Fumehood in a window or a browser: joins the shell and the workbench app."""
