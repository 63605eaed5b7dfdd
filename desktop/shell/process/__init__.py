"""The process: the WSGI server thread, signals, shutdown, and one instance per user."""
