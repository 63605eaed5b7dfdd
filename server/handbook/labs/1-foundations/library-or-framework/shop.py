"""The bakery's old shop: a WSGI application by hand, which has been running for years."""


def old_shop(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"The old shop. Rye 30, spelt 35.\n"]
