"""The page that answers a launch link: it gives the header token to the browser and leads on."""

from typing import TYPE_CHECKING

from flask import Flask, render_template

from server.web.security.guard import HandOver
from server.web.security.keys import Keys

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


def hand_over_page(app: Flask, keys: Keys) -> HandOver:
    """Return the function that renders the page for the guard.

    The script of that page is the only one that ever reads the token from a page.
    """

    def hand_over(environ: "WSGIEnvironment", page: str) -> str:
        with app.request_context(environ):
            return render_template("layout/hand_over.html", header_token=keys.token, page=page)

    return hand_over
