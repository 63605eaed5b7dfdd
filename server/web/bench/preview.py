"""A response as a browser would draw it, without any power: no script, no form, nobody's origin.

The frame is sandboxed twice, by its attribute and by this policy. Styles, images and fonts may come from the
guest that answered, from which the page would have had them, and from nowhere else.
"""

import re
from typing import Final

from flask import Response
from markupsafe import escape

from server.model.exchange import Exchange
from server.web.base.context import services

_DRAWN: Final = ("text/html", "application/xhtml+xml", "image/", "text/plain")
_DOCTYPE: Final = re.compile(rb"\s*(<!doctype[^>]{0,200}>)?", re.IGNORECASE)


def shows(exchange: Exchange) -> bool:
    """Whether there is something to draw."""
    response = exchange.response
    return response is not None and bool(response.body.data) and _kind(exchange).startswith(_DRAWN)


def answer(exchange: Exchange) -> Response:
    """The guest's bytes under the policy of the frame."""
    body = exchange.response.body.data if exchange.response and shows(exchange) else b""
    guest = services().guests.get(exchange.guest)
    origin = guest.url if guest is not None else ""
    if body and origin and _kind(exchange).startswith(("text/html", "application/xhtml")):
        head = _DOCTYPE.match(body)
        at = head.end() if head else 0
        base = f'<base href="{escape(origin + exchange.request.path)}">'.encode()
        body = body[:at] + base + body[at:]
    response = Response(body, content_type=exchange.response.body.content_type if exchange.response else None)
    response.headers["Content-Security-Policy"] = policy(origin)
    return response


def policy(origin: str) -> str:
    """What the frame may load; `origin` is the guest's, empty where it does not run."""
    own = f" {origin}" if origin else ""
    return "; ".join(
        (
            "sandbox",
            "default-src 'none'",
            f"img-src data:{own}",
            f"style-src 'unsafe-inline'{own}",
            f"font-src data:{own}",
            "base-uri " + (origin or "'none'"),
            "form-action 'none'",
            "frame-ancestors 'self'",
        )
    )


def _kind(exchange: Exchange) -> str:
    content_type = exchange.response.body.content_type if exchange.response else ""
    return content_type.partition(";")[0].strip().lower()
