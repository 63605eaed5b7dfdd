"""The WSGI lens: the environ and the app's calls to the server."""
