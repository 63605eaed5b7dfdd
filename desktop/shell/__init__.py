"""A native window around any WSGI app: nothing here imports `server`."""
