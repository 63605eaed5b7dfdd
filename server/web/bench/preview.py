"""Show a response as a browser would, in a sandbox: without scripts, without forms, without an origin.

The frame is sandboxed twice, by its attribute and by this policy. Style sheets, images and fonts are loaded
only from the guest that answered, as they would be without Fumehood.
"""

import re
from typing import Final

from flask import Response
from markupsafe import escape

from server.model.exchange import Exchange
from server.web.base.context import services

_SHOWN_TYPES: Final = ("text/html", "application/xhtml+xml", "image/", "text/plain")
_DOCTYPE: Final = re.compile(rb"\s*(<!doctype[^>]{0,200}>)?", re.IGNORECASE)


def is_shown(exchange: Exchange) -> bool:
    """Return whether the response has a body that a browser can show."""
    response = exchange.response
    return response is not None and bool(response.body.data) and _kind(exchange).startswith(_SHOWN_TYPES)


def response_of(exchange: Exchange) -> Response:
    """Return the bytes of the guest under the policy of the frame."""
    body = exchange.response.body.data if exchange.response and is_shown(exchange) else b""
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
    """Return the policy of the frame; `origin` is that of the guest, "" if it does not run."""
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
