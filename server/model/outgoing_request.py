"""A request that Fumehood is about to send."""

from dataclasses import dataclass

from server.model.exchange import Headers


@dataclass(frozen=True, kw_only=True, slots=True)
class OutgoingRequest:
    """A request to send exactly as given; `path` starts with `/`, has the query and is percent-encoded.

    Headers may repeat and keep their order; Host, Content-Length and Connection are added only if they are
    missing.
    """

    method: str
    path: str
    headers: Headers = ()
    body: bytes = b""
