"""The request with which a browser follows a redirect."""

from dataclasses import replace
from typing import Final
from urllib.parse import urljoin, urlsplit

from server.model.exchange import Response
from server.model.outgoing_request import OutgoingRequest
from server.runner.requests.builder import request_target

# As many as browsers follow.
MOST_REDIRECTS: Final = 20
SEE_OTHER: Final = 303
# A browser turns a POST into a GET for these.
REWRITING: Final = frozenset({301, 302})
KEEPING: Final = frozenset({307, 308})
_OF_THE_BODY: Final = ("content-type", "content-length", "content-encoding", "transfer-encoding")


def host_of(outgoing: OutgoingRequest, address: str) -> str:
    """Return the host, with its port, that a request is for; `address` is that of the app."""
    return next((value for name, value in outgoing.headers if name.lower() == "host"), address)


def follow(outgoing: OutgoingRequest, response: Response, address: str) -> OutgoingRequest | None:
    """Return the request that follows a redirect to the same app; None for any other response."""
    location = response.header("Location")
    if response.status not in REWRITING | KEEPING | {SEE_OTHER} or not location:
        return None
    host = host_of(outgoing, address)
    try:
        parts = urlsplit(urljoin(f"http://{host}{outgoing.path}", location))
    except ValueError:
        return None
    if parts.scheme != "http" or parts.netloc not in (host, address):
        return None
    path = request_target((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    becomes_get = (response.status == SEE_OTHER and outgoing.method not in ("GET", "HEAD")) or (
        response.status in REWRITING and outgoing.method == "POST"
    )
    if not becomes_get:
        return replace(outgoing, path=path)
    headers = tuple(pair for pair in outgoing.headers if pair[0].lower() not in _OF_THE_BODY)
    return replace(outgoing, method="GET", path=path, headers=headers, body=b"")
