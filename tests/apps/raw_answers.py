"""Answers of which every byte counts, and the order of what happens around them."""

from __future__ import annotations

import gzip
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import (
    Flask,
    Response,
    got_request_exception,
    jsonify,
    request,
    request_finished,
    request_started,
    request_tearing_down,
    send_file,
)

app = Flask(__name__)
database = sqlite3.connect(":memory:", check_same_thread=False)
database.execute("CREATE TABLE visit (path TEXT)")
order: list[str] = []
FIVE_MEGABYTES = 5 << 20


def heard(name: str) -> Any:
    """Return a receiver that notes a signal."""

    def receive(*_: Any, **__: Any) -> None:
        order.append(name)

    return receive


receivers = {
    signal: heard(name)
    for name, signal in (
        ("started", request_started),
        ("finished", request_finished),
        ("raised", got_request_exception),
        ("tearing down", request_tearing_down),
    )
}
for signal, receiver in receivers.items():
    signal.connect(receiver, app)


@app.before_request
def note_before() -> None:
    """Note the hook, and the visit in the database."""
    order.append("before")
    with database:
        database.execute("INSERT INTO visit VALUES (?)", (request.path,))


@app.after_request
def note_after(response: Response) -> Response:
    """Note the hook."""
    order.append("after")
    return response


@app.teardown_request
def note_teardown(error: BaseException | None) -> None:
    """Note the hook, and fail where that is asked for."""
    order.append(f"teardown {type(error).__name__}")
    if request.path == "/teardown":
        raise RuntimeError("in teardown")


@app.teardown_appcontext
def note_end(error: BaseException | None) -> None:
    """Note the last hook."""
    order.append(f"end {type(error).__name__}")


@app.get("/order")
def show_order() -> Response:
    """Return the order of hooks and signals so far, and the rows of the database."""
    rows = database.execute("SELECT path FROM visit").fetchall()
    return jsonify(order=order, rows=rows, threads=threading.active_count() > 0)


@app.get("/teardown")
def teardown() -> str:
    """Answer before the teardown fails."""
    return "answered"


@app.get("/late")
def late() -> Response:
    """Break off in the middle."""

    def generate() -> Iterator[bytes]:
        yield b"one "
        raise LookupError("late")

    return Response(generate())


@app.get("/text")
def text() -> Response:
    """Hand text to the server, which wants bytes."""
    answer = Response()
    answer.direct_passthrough = True
    answer.response = ["text"]
    return answer


@app.get("/file")
def file() -> Response:
    """Send a file, whole or in parts, or tell that it is unchanged."""
    return send_file(
        Path(__file__).with_name("hello.py"), conditional=True, etag="fixed", last_modified=1_000_000
    )


@app.get("/gzip")
def compressed() -> Response:
    """Send a compressed body."""
    return Response(gzip.compress(b"a" * 1000, mtime=0), headers={"Content-Encoding": "gzip"})


@app.get("/five")
def five() -> bytes:
    """Send five megabytes."""
    return b"x" * FIVE_MEGABYTES


@app.get("/chunks")
def chunks() -> Response:
    """Send a body of unknown length."""
    return Response(str(number) for number in range(5))


@app.get("/cookies")
def cookies() -> Response:
    """Return the cookies of the request, and set some."""
    answer = jsonify(request.cookies)
    answer.set_cookie("a", "å;", max_age=3, samesite="Lax")
    answer.set_cookie("b", "2", path="/x", secure=True, httponly=True)
    answer.delete_cookie("c")
    return answer


@app.post("/echo")
def echo() -> bytes:
    """Return the body of the request."""
    return request.get_data()


@app.post("/unread")
def unread() -> str:
    """Answer without reading the body."""
    return "unread"


@app.route("/trace", methods=["TRACE"])
def trace() -> str:
    """Return the headers of the request."""
    return str(request.headers)


@app.get("/upgrade")
def upgrade() -> tuple[str, int, dict[str, str]]:
    """Refuse to speak another protocol."""
    return "no websocket here", 426, {"Upgrade": "HTTP/2.0", "Seen": request.headers.get("Upgrade", "none")}
