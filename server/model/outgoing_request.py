"""A request that Fumehood is about to send."""

from dataclasses import dataclass

from server.model.exchange import Headers


@dataclass(frozen=True, kw_only=True, slots=True)
class OutgoingRequest:
    """A request to be sent exactly so: `path` begins with `/`, holds the query and is percent-encoded.

    Headers may repeat and keep their order; Host, Content-Length and Connection are added only where absent.
    """

    method: str
    path: str
    headers: Headers = ()
    body: bytes = b""
