"""Sample events: bodies and envelopes in the form that docs/events.md describes."""

from typing import Any

from server.model.event import Event


def described(text: str, kind: str = "str") -> dict[str, Any]:
    """Return a described value with this repr."""
    return {"type": kind, "repr": text, "cut": False}


def body(
    text: str | None = "", *, kind: str = "", base64: str | None = None, size: int = 0
) -> dict[str, Any]:
    """Return a body, complete unless `size` is larger."""
    kept = len((text or "").encode())
    return {"text": text, "base64": base64, "size": size or kept, "kept": kept, "type": kind}


def wsgi_request(**changes: Any) -> dict[str, Any]:
    """Return the body of the first event of an exchange."""
    return {
        "phase": "request",
        "method": "GET",
        "path": "/",
        "query": "",
        "script_name": "",
        "http_version": "1.1",
        "remote_port": 40000,
        "started_at": 1_700_000_000.0,
        "headers": [["Host", "localhost:8000"]],
        "environ": {},
        **changes,
    }


def wsgi_close(**changes: Any) -> dict[str, Any]:
    """Return the body of the last event of an exchange."""
    return {
        "phase": "close",
        "iterable": "list",
        "chunks": 1,
        "sent": 2,
        "has_close": False,
        "closed": False,
        "start_response": 1,
        "write_used": False,
        "withdrawn": None,
        "input": body(),
        "input_complete": True,
        **changes,
    }


def response(**changes: Any) -> dict[str, Any]:
    """Return the body of a response event."""
    return {
        "status": 200,
        "reason": "OK",
        "headers": [["Content-Type", "text/plain"]],
        "body": body("hello", kind="text/plain"),
        "content_type": "text/plain",
        "streamed": False,
        "first_byte": 1.0,
        **changes,
    }


def log(message: str) -> dict[str, Any]:
    """Return the body of a log event."""
    return {
        "logger": "app",
        "level": "INFO",
        "levelno": 20,
        "message": message,
        "file": "app.py",
        "line": 3,
        "function": "view",
        "exception": None,
    }


def view(**args: str) -> dict[str, Any]:
    """Return the body of a view event, with arguments of these reprs."""
    return {
        "name": "view",
        "endpoint": "view",
        "file": "app.py",
        "line": 3,
        "args": {name: described(text) for name, text in args.items()},
        "returned": None,
        "raised": None,
    }


def exception(source: str, **values: str) -> dict[str, Any]:
    """Return the body of an exception event with one frame."""
    return {
        "type": "ValueError",
        "module": "builtins",
        "message": "bad",
        "http": None,
        "where": "view",
        "handled": False,
        "by": None,
        "propagated": False,
        "frames": [
            {
                "file": "app.py",
                "line": 3,
                "function": "view",
                "own": True,
                "source": [[3, source]],
                "locals": {name: described(text) for name, text in values.items()},
            }
        ],
        "omitted": 0,
        "cause": None,
    }


def event(kind: str, body: dict[str, Any], seq: int = 1, exchange: int = 1) -> Event:
    """Return an event of an exchange."""
    return Event(
        exchange=exchange, seq=seq, kind=kind, at=float(seq), took=None, caller=None, family=None, body=body
    )


def envelope(kind: str, body: dict[str, Any], seq: int = 1, exchange: int = 1) -> dict[str, Any]:
    """Return an event in the form in which it comes over the channel."""
    return {
        "exchange": exchange,
        "seq": seq,
        "kind": kind,
        "at": 1,
        "took": 0.5,
        "caller": {"file": "app.py", "line": 3, "function": "view"},
        "family": "f",
        "thread": None,
        "body": body,
    }
