"""Requests from a second launch to the running instance: one JSON object each way, over loopback.

The running instance listens on a port of 127.0.0.1 and writes the port and a new key into a file that only
its user can read. Both sides prove that they know the key, because any process may listen on a port.

    first  -> second  {"nonce": hex}
    second -> first   {"nonce": hex, "body": text, "proof": HMAC(key, "ask" + both nonces + body)}
    first  -> second  {"body": text, "proof": HMAC(key, "answer" + both nonces + body)}

A frame is one line of at most 64 KiB. `body` is JSON text, so that the proof covers what is parsed.
"""

import contextlib
import hmac
import json
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HOST = "127.0.0.1"
LONGEST_FRAME = 64 * 1024
TIMEOUT_SECONDS = 5.0
# How long it takes until a file that could not be written is tried again.
PUBLISH_SECONDS = 5.0
# Every program of the machine can connect: each connection has TIMEOUT_SECONDS, and so many have a thread.
MOST_ANSWERS = 200
_PAUSE_SECONDS = 0.1

Message = dict[str, Any]
Handler = Callable[[Message], Message]

_log = logging.getLogger(__name__)


class NoAnswerError(Exception):
    """No process that knows the key answers."""


def _proof(key: str, side: str, nonces: str, body: str) -> str:
    return hmac.new(bytes.fromhex(key), f"{side}{nonces}{body}".encode(), "sha256").hexdigest()


def _parsed(text: str | bytes) -> Any:
    """Return the value of JSON text; raises ValueError, also for text that is nested too deep."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("the JSON is nested too deep") from error


def _send(connection: socket.socket, message: Message) -> None:
    connection.sendall(json.dumps(message).encode() + b"\n")


def _receive(connection: socket.socket, deadline: float) -> Message:
    """Read one frame; raises ValueError for anything else, and TimeoutError at the deadline."""
    line = b""
    while not line.endswith(b"\n"):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the frame took too long")
        connection.settimeout(left)
        part = connection.recv(4096)
        if not part or len(line) > LONGEST_FRAME:
            raise ValueError("the frame was cut off or is too long")
        line += part
    message = _parsed(line)
    if not isinstance(message, dict) or not all(isinstance(value, str) for value in message.values()):
        raise ValueError("the frame is not an object of strings")
    return message


def ask(file: Path, body: Message, *, timeout: float = TIMEOUT_SECONDS) -> Message:
    """Send `body` to the running instance and return its answer; raises NoAnswerError without one."""
    try:
        where = _parsed(file.read_text("utf-8"))
        key, port = str(where["key"]), int(where["port"])
        deadline = time.monotonic() + timeout
        with socket.create_connection((HOST, port), timeout=timeout) as connection:
            theirs = str(_receive(connection, deadline)["nonce"])
            ours = secrets.token_hex(16)
            text = json.dumps(body)
            _send(connection, {"nonce": ours, "body": text, "proof": _proof(key, "ask", theirs + ours, text)})
            reply = _receive(connection, deadline)
        expected = _proof(key, "answer", theirs + ours, reply["body"])
        if not hmac.compare_digest(expected, reply["proof"]):
            raise NoAnswerError("the process that answered does not know the key")
        answer: Message = _parsed(reply["body"])
    except (OSError, OverflowError, ValueError, KeyError, TypeError) as error:
        raise NoAnswerError(str(error)) from error
    return answer


class IpcServer:
    """The running instance's side; `handler` answers each request on a separate thread."""

    def __init__(self, file: Path, handler: Handler) -> None:
        """Start listening, and write `file` so that a second launch finds this instance.

        Where it cannot be written, because the disk is full, it is tried again until it can.
        """
        self._file = file
        self._handler = handler
        self._key = secrets.token_hex(32)
        self._closed = threading.Event()
        self._free = threading.Semaphore(MOST_ANSWERS)
        self._socket = socket.create_server((HOST, 0), backlog=16)
        self._try_to_publish()
        self._thread = threading.Thread(target=self._accept, name="ipc", daemon=True)
        self._thread.start()

    def _publish(self) -> None:
        temporary = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
        try:
            descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as out:
                json.dump({"port": self._socket.getsockname()[1], "key": self._key, "pid": os.getpid()}, out)
            temporary.replace(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise

    def _try_to_publish(self) -> None:
        """Write the file; if that fails, start a thread that tries it again."""
        try:
            self._publish()
        except OSError as error:
            _log.warning("another launch does not find this one for now: %s", error)
            threading.Thread(target=self._publish_later, name="ipc-file", daemon=True).start()

    def _publish_later(self) -> None:
        while not self._closed.wait(PUBLISH_SECONDS):
            with contextlib.suppress(OSError):
                self._publish()
                return

    def _accept(self) -> None:
        while not self._closed.is_set():
            self._free.acquire()
            try:
                connection, _ = self._socket.accept()
            except OSError as error:
                self._free.release()
                if not self._closed.wait(_PAUSE_SECONDS):  # for a moment there may be no more handles
                    _log.warning("an IPC connection was not accepted: %s", error)
                continue
            thread = threading.Thread(target=self._answer, args=(connection,), name="ipc-answer", daemon=True)
            try:
                thread.start()
            except RuntimeError as error:  # for a moment there may be no more threads
                connection.close()
                self._free.release()
                _log.warning("an IPC connection was not answered: %s", error)

    def _answer(self, connection: socket.socket) -> None:
        deadline = time.monotonic() + TIMEOUT_SECONDS
        with connection:
            connection.settimeout(TIMEOUT_SECONDS)
            try:
                ours = secrets.token_hex(16)
                _send(connection, {"nonce": ours})
                request = _receive(connection, deadline)
                nonces = ours + request["nonce"]
                if not hmac.compare_digest(
                    _proof(self._key, "ask", nonces, request["body"]), request["proof"]
                ):
                    _log.warning("refused an IPC connection that does not know the key")
                    return
                body = json.dumps(self._handler(_parsed(request["body"])))
                _send(connection, {"body": body, "proof": _proof(self._key, "answer", nonces, body)})
            except (OSError, ValueError, KeyError, TypeError) as error:
                _log.warning("an IPC connection failed: %s", error)
            finally:
                self._free.release()

    def close(self) -> None:
        """Stop listening and remove the file."""
        self._closed.set()
        with contextlib.suppress(OSError):
            self._file.unlink()
        with contextlib.suppress(OSError):
            # Closing alone would not wake the thread that waits in `accept`.
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(1.0)
