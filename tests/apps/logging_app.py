"""An app that logs through its own logger, a named one, and one without handlers."""

import logging

from flask import Flask

app = Flask(__name__)
shop = logging.getLogger("shop.orders")
shop.setLevel(logging.INFO)
deaf = logging.getLogger("deaf")
deaf.propagate = False
deaf.addHandler(logging.NullHandler())


@app.route("/")
def index() -> str:
    """Log records of several levels."""
    app.logger.warning("for %s", "you")
    shop.info("order %d", 7)
    shop.debug("never")
    deaf.error("unheard")
    try:
        int("x")
    except ValueError:
        shop.exception("no number")
    shop.warning("%d is missing")
    return "logged"
