"""Sends one request exactly as written, and reads its response within limits of time and size."""

import contextlib
import errno
import http.client
import socket
import threading
import time
from dataclasses import dataclass
from typing import Final

from server.model.exchange import COUNTED_BYTES, Body, Cut, Response
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests import problems

CHUNK_BYTES: Final = 1 << 16
BODY_METHODS: Final = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, kw_only=True, slots=True)
class RawAnswer:
    """A response from the wire: `first_byte` and `took` are milliseconds since the first byte was sent.

    `is_complete` is False if it ended early, on the guest's side or on ours; `cut` is why we stopped reading.
    """

    response: Response
    first_byte: float
    took: float
    is_complete: bool
    cut: Cut | None = None


class Connection:
    """A connection for one request; `port` is the source port, known before anything is sent."""

    def __init__(self, port: int, seconds: float) -> None:
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._host = f"localhost:{port}"
        self._socket = socket.create_connection(("127.0.0.1", port), seconds)
        self.port: int = self._socket.getsockname()[1]

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def send(self, outgoing: OutgoingRequest, keep: int) -> RawAnswer | Problem:
        """Send the request and read the response, of whose body `keep` bytes are kept; then close."""
        connection = http.client.HTTPConnection(self._host)
        connection.sock = self._socket
        deadline = _SocketDeadline(self._socket, self._deadline)
        try:
            started = time.perf_counter()
            with deadline:
                self._write(connection, outgoing)
                reply = connection.getresponse()
                first_byte = time.perf_counter()
                if deadline.expired:
                    # To http.client, headers that were cut off look complete.
                    return problems.timed_out(outgoing.method, outgoing.path, self._seconds)
                data, size, is_complete = self._read(reply, keep, deadline)
            return RawAnswer(
                response=_response(reply, data, size),
                first_byte=(first_byte - started) * 1000,
                took=(time.perf_counter() - started) * 1000,
                is_complete=is_complete,
                cut=_cut(size, deadline.expired) if not is_complete else None,
            )
        except (ValueError, http.client.InvalidURL) as error:
            return problems.cannot_be_sent(str(error))
        except (OSError, http.client.HTTPException) as error:
            if deadline.expired:
                return problems.timed_out(outgoing.method, outgoing.path, self._seconds)
            return problems.no_answer(f"{type(error).__name__}: {error}")
        finally:
            self.close()

    def _write(self, connection: http.client.HTTPConnection, outgoing: OutgoingRequest) -> None:
        names = {name.lower() for name, _ in outgoing.headers}
        connection.putrequest(outgoing.method, outgoing.path, skip_host=True, skip_accept_encoding=True)
        if "host" not in names:
            connection.putheader("Host", self._host)
        for name, value in outgoing.headers:
            connection.putheader(name, value.encode(_encoding(value)))
        if "content-length" not in names and "transfer-encoding" not in names and _wants_length(outgoing):
            connection.putheader("Content-Length", str(len(outgoing.body)))
        if "connection" not in names:
            connection.putheader("Connection", "close")
        connection.endheaders()
        if outgoing.body:
            # A server that refuses a large body closes early, and may have sent a response that says why.
            with contextlib.suppress(ConnectionError):
                connection.send(outgoing.body)

    def _read(
        self, reply: http.client.HTTPResponse, keep: int, deadline: "_SocketDeadline"
    ) -> tuple[bytes, int, bool]:
        kept = bytearray()
        size = 0
        while size < COUNTED_BYTES:
            try:
                chunk = reply.read1(CHUNK_BYTES)
            except (OSError, http.client.HTTPException, ValueError):
                return bytes(kept), size, False
            if not chunk:
                return bytes(kept), size, not deadline.expired and not reply.length
            size += len(chunk)
            kept += chunk[: keep - len(kept)]
        return bytes(kept), size, False


class _SocketDeadline:
    """Shuts down a socket at a deadline; its own timeout would restart with every byte that comes."""

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.expired = False
        self._socket = connection
        connection.settimeout(None)
        self._timer = threading.Timer(max(deadline - time.monotonic(), 0), self._expire)
        self._timer.daemon = True

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def _expire(self) -> None:
        self.expired = True
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)


def connect(port: int, seconds: float) -> Connection | Problem:
    """Connect to a guest's port on the loopback interface; return why that failed, if it did."""
    try:
        return Connection(port, seconds)
    except TimeoutError as error:
        return problems.no_connection(str(error))
    except OSError as error:
        if error.errno in (errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE, errno.ENOBUFS):
            return problems.no_ports(str(error))
        return problems.no_connection(str(error))


def _cut(size: int, expired: bool) -> Cut | None:
    if size >= COUNTED_BYTES:
        return Cut.SIZE
    return Cut.TIME if expired else None


def _wants_length(outgoing: OutgoingRequest) -> bool:
    return bool(outgoing.body) or outgoing.method.upper() in BODY_METHODS


def _encoding(value: str) -> str:
    """Return Latin-1, the traditional encoding of headers, or UTF-8 for what it cannot encode."""
    try:
        value.encode("latin-1")
    except UnicodeEncodeError:
        return "utf-8"
    return "latin-1"


def _response(reply: http.client.HTTPResponse, data: bytes, size: int) -> Response:
    return Response(
        status=reply.status,
        reason=reply.reason,
        headers=tuple(reply.getheaders()),
        body=Body(data=data, size=size, content_type=reply.getheader("Content-Type", "")),
    )
