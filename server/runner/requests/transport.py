"""Sends one request exactly as written, and reads its answer within bounds."""

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

PIECE: Final = 1 << 16
BODY_METHODS: Final = frozenset({"POST", "PUT", "PATCH"})


@dataclass(frozen=True, kw_only=True, slots=True)
class RawAnswer:
    """What came back: `first_byte` and `took` are milliseconds since the first byte was sent.

    `whole` is False where the answer ended early, by the guest's doing or by ours: `cut` is why we stopped.
    """

    response: Response
    first_byte: float
    took: float
    whole: bool
    cut: Cut | None = None


class Connection:
    """One request on one connection; `port` is ours, known before anything is sent."""

    def __init__(self, port: int, seconds: float) -> None:
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        self._host = f"localhost:{port}"
        self._socket = socket.create_connection(("127.0.0.1", port), seconds)
        self.port: int = self._socket.getsockname()[1]

    def close(self) -> None:
        """Let go of the connection."""
        self._socket.close()

    def send(self, outgoing: OutgoingRequest, keep: int) -> RawAnswer | Problem:
        """Send and read, keeping `keep` bytes of the answer's body."""
        connection = http.client.HTTPConnection(self._host)
        connection.sock = self._socket
        guard = _Deadline(self._socket, self._deadline)
        try:
            began = time.perf_counter()
            with guard:
                self._write(connection, outgoing)
                reply = connection.getresponse()
                first = time.perf_counter()
                if guard.expired:
                    # A head that was cut off looks to http.client like one that is over.
                    return problems.timed_out(outgoing.method, outgoing.path, self._seconds)
                data, size, whole = self._read(reply, keep, guard)
            return RawAnswer(
                response=_response(reply, data, size),
                first_byte=(first - began) * 1000,
                took=(time.perf_counter() - began) * 1000,
                whole=whole,
                cut=_cut(size, guard.expired) if not whole else None,
            )
        except (ValueError, http.client.InvalidURL) as error:
            return problems.cannot_be_sent(str(error))
        except (OSError, http.client.HTTPException) as error:
            if guard.expired:
                return problems.timed_out(outgoing.method, outgoing.path, self._seconds)
            return problems.no_answer(f"{type(error).__name__}: {error}")
        finally:
            self.close()

    def _write(self, connection: http.client.HTTPConnection, outgoing: OutgoingRequest) -> None:
        given = {name.lower() for name, _ in outgoing.headers}
        connection.putrequest(outgoing.method, outgoing.path, skip_host=True, skip_accept_encoding=True)
        if "host" not in given:
            connection.putheader("Host", self._host)
        for name, value in outgoing.headers:
            connection.putheader(name, value.encode(_encoding(value)))
        if "content-length" not in given and "transfer-encoding" not in given and _wants_length(outgoing):
            connection.putheader("Content-Length", str(len(outgoing.body)))
        if "connection" not in given:
            connection.putheader("Connection", "close")
        connection.endheaders()
        if outgoing.body:
            # Who refuses a large body closes early, and may have said why.
            with contextlib.suppress(ConnectionError):
                connection.send(outgoing.body)

    def _read(
        self, reply: http.client.HTTPResponse, keep: int, guard: "_Deadline"
    ) -> tuple[bytes, int, bool]:
        kept = bytearray()
        size = 0
        while size < COUNTED_BYTES:
            try:
                piece = reply.read1(PIECE)
            except (OSError, http.client.HTTPException, ValueError):
                return bytes(kept), size, False
            if not piece:
                return bytes(kept), size, not guard.expired and not reply.length
            size += len(piece)
            kept += piece[: keep - len(kept)]
        return bytes(kept), size, False


class _Deadline:
    """Shuts a socket at a deadline: who sends byte by byte would outlive a time limit of the socket's own."""

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
    """A connection to a guest's port, or why there is none."""
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
    """Headers are Latin-1 by tradition; what does not fit goes as UTF-8."""
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
