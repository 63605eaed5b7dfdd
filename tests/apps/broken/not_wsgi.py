"""A module whose `app` is not a WSGI application."""

app = "not an app"
