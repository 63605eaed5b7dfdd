"""The lens of the WSGI environ."""
