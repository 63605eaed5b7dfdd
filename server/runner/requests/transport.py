"""Sends one request exactly as written, and reads its response within limits of time and size."""

import contextlib
import errno
import http.client
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.model.exchange import COUNTED_BYTES, Body, Cut, Response
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests import problems

CHUNK_BYTES: Final = 1 << 16
BODY_METHODS: Final = frozenset({"POST", "PUT", "PATCH"})
# SO_LINGER with a time of 0: closing resets the connection. Windows has two short integers there.
_RESET: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

Progressed = Callable[[int, int], None]


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
        deadline = time.monotonic() + seconds
        self._host = f"localhost:{port}"
        self._socket = socket.create_connection(("127.0.0.1", port), seconds)
        self._end = _SocketEnd(self._socket, deadline)
        self.port: int = self._socket.getsockname()[1]

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def cancel(self) -> None:
        """End the exchange of data at once; `send` then returns. May be called from any thread."""
        self._end.shut_down(Cut.CANCELLED)

    def extend(self, seconds: float) -> None:
        """Wait so many seconds longer, for a request that is paused. May be called from any thread."""
        self._end.extend(seconds)

    def send(
        self, outgoing: OutgoingRequest, keep: int, progressed: Progressed | None = None
    ) -> RawAnswer | Problem:
        """Send the request and read the response, of whose body `keep` bytes are kept; then close.

        `progressed` is called with the status, and the number of bytes of the body that have been read.
        """
        connection = http.client.HTTPConnection(self._host)
        connection.sock = self._socket
        end = self._end
        try:
            started = time.perf_counter()
            with end:
                self._write(connection, outgoing)
                reply = connection.getresponse()
                first_byte = time.perf_counter()
                if end.cut is not None:
                    # To http.client, headers that were cut off look complete.
                    return self._ended_early(outgoing, end.cut)
                data, size, is_complete = self._read(reply, keep, progressed)
            return RawAnswer(
                response=_response(reply, data, size),
                first_byte=(first_byte - started) * 1000,
                took=(time.perf_counter() - started) * 1000,
                is_complete=is_complete,
                cut=_cut(size, end.cut) if not is_complete else None,
            )
        except (ValueError, http.client.InvalidURL) as error:
            return problems.cannot_be_sent(str(error))
        except (OSError, http.client.HTTPException) as error:
            if end.cut is not None:
                return self._ended_early(outgoing, end.cut)
            return problems.no_answer(f"{type(error).__name__}: {error}")
        finally:
            self.close()

    def _ended_early(self, outgoing: OutgoingRequest, cut: Cut) -> Problem:
        if cut is Cut.CANCELLED:
            return problems.cancelled(outgoing.method, outgoing.path)
        return problems.timed_out(outgoing.method, outgoing.path, self._seconds)

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
        self, reply: http.client.HTTPResponse, keep: int, progressed: Progressed | None
    ) -> tuple[bytes, int, bool]:
        kept = bytearray()
        size = 0
        while size < COUNTED_BYTES:
            if progressed is not None:
                progressed(reply.status, size)
            try:
                chunk = reply.read1(CHUNK_BYTES)
            except (OSError, http.client.HTTPException, ValueError):
                return bytes(kept), size, False
            if not chunk:
                return bytes(kept), size, self._end.cut is None and not reply.length
            size += len(chunk)
            kept += chunk[: keep - len(kept)]
        return bytes(kept), size, False


class _SocketEnd:
    """Shuts down a socket at a deadline or earlier; its own timeout would restart with every byte that comes.

    `cut` says why the socket was shut down, None if it was not.
    """

    def __init__(self, connection: socket.socket, deadline: float) -> None:
        self.cut: Cut | None = None
        self._socket = connection
        connection.settimeout(None)
        self._deadline = deadline
        self._lock = threading.Lock()
        self._left = False
        self._timer = self._timer_until(deadline)

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._left = True
        self._timer.cancel()
        self._timer.join()

    def extend(self, seconds: float) -> None:
        """Move the deadline by so many seconds, unless the socket is shut down or done with."""
        with self._lock:
            if self.cut is not None or self._left:
                return
            self._timer.cancel()
            self._deadline += seconds
            self._timer = self._timer_until(self._deadline)
            self._timer.start()

    def _timer_until(self, deadline: float) -> threading.Timer:
        timer = threading.Timer(max(deadline - time.monotonic(), 0), self.shut_down, (Cut.TIME,))
        timer.daemon = True
        return timer

    def shut_down(self, cut: Cut) -> None:
        """Wake the thread that reads or writes; the guest's next write fails once the socket is closed."""
        self.cut = self.cut or cut
        with contextlib.suppress(OSError):
            # Closed without this, the connection would take one more write of the guest before it fails.
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
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


def _cut(size: int, cut: Cut | None) -> Cut | None:
    return Cut.SIZE if size >= COUNTED_BYTES else cut


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
