"""Builders of events and exchanges in the form in which the store returns them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from server.model.event import Caller, Event
from server.model.exchange import Body, Exchange, ExchangeState, Request, Response
from server.model.versions import Versions

CALLED = (
    "cache",
    "config",
    "log",
    "template",
    "exception",
    "sql",
    "mail",
    "signal",
    "thread",
    "websocket",
)
FLASK = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.4", server="waitress 3.0.2")
BARE = Versions(python="3.12.1", server="waitress 3.0.2")


def value(text: str, type: str = "str", *, cut: bool = False) -> dict[str, Any]:  # noqa: A002 - the contract's name
    """Return a described object of the guest."""
    return {"type": type, "repr": text, "cut": cut}


def event(kind: str, body: Mapping[str, Any], *, at: float = 0.0, took: float | None = None) -> Event:
    """Return an event of exchange 7; `exchange` numbers it."""
    caller = Caller(file="/home/ada/shop/app.py", line=12, function="index") if kind in CALLED else None
    return Event(exchange=7, seq=0, kind=kind, at=at, took=took, caller=caller, family=None, body=body)


def exchange(*events: Event, status: int | None = 200, reason: str = "OK", **changes: Any) -> Exchange:
    """Return an exchange with these events in order; `status` None means that there is no response."""
    made = Exchange(
        id=7,
        run="r1",
        guest="g1",
        number=1,
        started_at=1_700_000_000.0,
        took=5.0,
        state=ExchangeState.DONE,
        request=request(),
        response=None if status is None else response(status, reason),
        versions=FLASK,
        events=tuple(replace(one, seq=number) for number, one in enumerate(events)),
    )
    return replace(made, **changes)


def request(method: str = "GET", path: str = "/", query: str = "") -> Request:
    """Return a request without a body."""
    headers = (("Host", "localhost:5000"), ("Accept", "text/html"))
    return Request(method=method, url=f"http://localhost:5000{path}", path=path, query=query, headers=headers)


def response(
    status: int = 200, reason: str = "OK", *, kind: str = "text/html", data: bytes = b"hello"
) -> Response:
    """Return a response with a completely recorded body."""
    headers = (("Content-Type", kind), ("Content-Length", str(len(data))))
    body = Body(data=data, size=len(data), content_type=kind)
    return Response(status=status, reason=reason, headers=headers, body=body)


def arrival(method: str = "GET", path: str = "/") -> Event:
    """Return the first event of an exchange."""
    environ = {
        "REQUEST_METHOD": value(f"'{method}'"),
        "PATH_INFO": value(f"'{path}'"),
        "HTTP_HOST": value("'localhost:5000'"),
        "SERVER_NAME": value("'localhost'"),
        "wsgi.version": value("(1, 0)", "tuple"),
        "wsgi.input": value("<_io.BytesIO object at 0x7f>", "BytesIO"),
        "waitress.client_disconnected": value("<bound method>", "method"),
    }
    body = {"phase": "request", "method": method, "path": path, "query": "", "environ": environ}
    return event("wsgi", body, at=0.0)


def closing(at: float = 4.9, **changes: Any) -> Event:
    """Return the last event of an exchange."""
    body = {
        "phase": "close",
        "iterable": "ClosingIterator",
        "chunks": 1,
        "sent": 5,
        "has_close": True,
        "closed": True,
        "start_response": 1,
        "write_used": False,
        "withdrawn": None,
        "input": {"text": "", "base64": None, "size": 0, "kept": 0, "type": ""},
        "input_complete": True,
    }
    return event("wsgi", {**body, **changes}, at=at)


def app(name: str = "shop", *, at: float = 0.1, **changes: Any) -> Event:
    """Return the event of the app that took the request, with nothing replaced."""
    ran = ["dispatch_request", "full_dispatch_request", "preprocess_request", "process_response"]
    body = {"name": name, "class": "Flask", "script_name": "", "status": None, "ran": ran, "replaced": []}
    return event("app", {**body, **changes}, at=at)


def in_place_of(method: str, *, name: str = "Toolbar.dispatch", original: bool = False) -> dict[str, Any]:
    """Return a function in the place of a method of Flask."""
    return {
        "method": method,
        "name": name,
        "file": "/home/ada/shop/toolbar.py",
        "line": 9,
        "original": original,
    }


def tried(rule: str, outcome: str, **facts: Any) -> dict[str, Any]:
    """Return one rule of the URL map with its outcome."""
    return {
        "rule": rule,
        "endpoint": rule.strip("/") or "index",
        "methods": ["GET", "HEAD", "OPTIONS"],
        "outcome": outcome,
        **facts,
    }


def match(rule: str = "/", *others: Mapping[str, Any], at: float = 0.2) -> Event:
    """Return a routing event in which `rule` matched."""
    rules = [tried(rule, "matched"), *others]
    body: dict[str, Any] = {
        "matched": True,
        "endpoint": "index",
        "rule": rule,
        "blueprint": None,
        "args": {},
        "tried": rules,
    }
    return event(
        "routing", {**body, "error": None, "allowed": [], "redirect": None, "omitted": 0}, at=at, took=0.1
    )


def mismatch(error: str, *rules: Mapping[str, Any], **facts: Any) -> Event:
    """Return a routing event in which no rule matched."""
    body: dict[str, Any] = {
        "matched": False,
        "endpoint": None,
        "rule": None,
        "args": {},
        "error": error,
        "tried": list(rules),
    }
    return event(
        "routing", {"allowed": [], "redirect": None, "omitted": 0, **body, **facts}, at=0.2, took=0.1
    )


def hook(phase: str, name: str, *, at: float, took: float = 0.1, **changes: Any) -> Event:
    """Return a hook that ran without answering."""
    body: dict[str, Any] = {
        "phase": phase,
        "name": name,
        "scope": "app",
        "file": "/home/ada/shop/app.py",
        "line": 8,
    }
    body |= {"answered": False, "returned": None, "raised": None}
    return event("hook", {**body, **changes}, at=at, took=took)


def view(name: str = "index", *, at: float = 1.0, took: float = 3.0, **changes: Any) -> Event:
    """Return a view that returned a text."""
    body = {"name": name, "endpoint": name, "file": "/home/ada/shop/app.py", "line": 20, "args": {}}
    return event("view", {**body, "returned": value("'hello'"), "raised": None, **changes}, at=at, took=took)


def log(message: str, level: str = "INFO", number: int = 20, *, at: float = 1.5, **changes: Any) -> Event:
    """Return a log record."""
    body = {"logger": "shop", "level": level, "levelno": number, "message": message}
    body |= {"file": "/home/ada/shop/app.py", "line": 22, "function": "index", "exception": None}
    return event("log", {**body, **changes}, at=at)


def template(name: str | None = "index.html", *, at: float = 1.6, took: float = 1.0, **changes: Any) -> Event:
    """Return a rendered template."""
    body: dict[str, Any] = {"name": name, "inline": name is None, "stream": False, "loaded": ["base.html"]}
    body |= {"context": {"items": value("[1, 2]", "list"), "request": value("<Request>", "Request")}}
    return event("template", {**body, "injected": ["request"], "omitted": 0, **changes}, at=at, took=took)


def sql(
    statement: str = "SELECT id FROM book", *given: str, at: float = 1.3, line: int = 12, **changes: Any
) -> Event:
    """Return a statement that gave one row, sent by a line of the app."""
    parameters = {str(number): value(text) for number, text in enumerate(given, 1)}
    body: dict[str, Any] = {
        "library": "sqlite3",
        "dialect": "sqlite",
        "operation": "execute",
        "statement": statement,
    }
    body |= {"cut": False, "parameters": parameters, "omitted": 0, "batches": None, "rows": 1, "error": None}
    made = event("sql", {**body, **changes}, at=at, took=0.1)
    caller = Caller(file="/home/ada/shop/app.py", line=line, function="index")
    return replace(made, caller=caller, family=statement)


def mail(subject: str = "Your crossing", *, at: float = 1.8, **changes: Any) -> Event:
    """Return a caught message."""
    text = {"text": "Be there at nine.", "base64": None, "size": 17, "kept": 17, "type": "text/plain"}
    body: dict[str, Any] = {"server": "smtp.ferries.example", "port": 587, "security": "starttls"}
    body |= {"sender": "post@ferries.example", "recipients": ["ada@mail.example"], "bcc": [], "size": 900}
    body |= {"from": "Ferries <post@ferries.example>", "to": ["ada@mail.example"], "cc": [], "error": None}
    body |= {"headers": [["Subject", subject], ["X-Ship", "7"]]}
    body |= {"subject": subject, "letter": "4f2a", "parts": [{"type": "text/plain", "body": text}]}
    return event("mail", {**body, "attachments": [], **changes}, at=at, took=3.0)


def signal(name: str = "lit", *receivers: str, at: float = 1.9, **changes: Any) -> Event:
    """Return a signal with its receivers."""
    heard = [{"name": one, "file": "/home/ada/shop/app.py", "line": 5} for one in receivers]
    body = {"name": name, "sender": value("'lighthouse'"), "arguments": {}, "receivers": heard}
    return event("signal", {**body, "omitted": 0, "raised": None, **changes}, at=at, took=0.2)


def session(at: float = 4.2, **changes: Any) -> Event:
    """Return a session that was not touched."""
    body: dict[str, Any] = {"interface": "SecureCookieSessionInterface", "available": True, "new": False}
    body |= {
        "permanent": False,
        "accessed": False,
        "modified": False,
        "saved": False,
        "before": {},
        "after": {},
    }
    body |= {"added": [], "removed": [], "changed": [], "nested": [], "unsaved": False}
    return event("session", {**body, **changes}, at=at)


def set_cookie(name: str = "session", *, at: float = 4.4, attributes: Any = None, **changes: Any) -> Event:
    """Return a Set-Cookie header."""
    given = {"HttpOnly": True, "Path": "/"} if attributes is None else attributes
    body = {"direction": "set", "name": name, "value": "eyJ9", "bytes": 80, "pair_bytes": 60, "limit": 4093}
    body |= {"over": False, "deletes": False, "attributes": given, "raw": f"{name}=eyJ9; HttpOnly; Path=/"}
    return event("cookie", {**body, **changes}, at=at)


def sent_cookies(*names: str) -> Event:
    """Return the Cookie header of a request."""
    cookies = [{"name": name, "value": "eyJ9", "bytes": 12} for name in names]
    return event("cookie", {"direction": "sent", "cookies": cookies, "bytes": 12 * len(names)}, at=0.1)


def frame(function: str, *, own: bool, file: str = "/home/ada/shop/app.py") -> dict[str, Any]:
    """Return a frame of a traceback."""
    source = [[11, "def index():"], [12, "    return 1 / 0"], [13, ""]]
    return {
        "file": file,
        "line": 12,
        "function": function,
        "own": own,
        "source": source,
        "locals": {"total": value("0", "int")},
    }


def raised(type: str = "ZeroDivisionError", *, at: float = 2.0, **changes: Any) -> Event:  # noqa: A002 - as above
    """Return an unhandled exception of the guest."""
    library = "/usr/lib/python3/site-packages/flask/app.py"
    frames = [
        frame("wsgi_app", own=False, file=library),
        frame("dispatch_request", own=False, file=library),
        frame("index", own=True),
    ]
    body: dict[str, Any] = {
        "type": type,
        "module": "builtins",
        "message": "division by zero",
        "http": None,
        "where": "view",
    }
    body |= {"handled": False, "frames": frames, "omitted": 0, "cause": None}
    return event("exception", {**body, **changes}, at=at)


def answer(status: int = 200, reason: str = "OK", *, at: float = 4.6, **changes: Any) -> Event:
    """Return the response event."""
    inner = {"text": "hello", "base64": None, "size": 5, "kept": 5, "type": "text/html"}
    body = {"status": status, "reason": reason, "headers": [["Content-Type", "text/html"]], "body": inner}
    return event(
        "response",
        {**body, "content_type": "text/html", "streamed": False, "first_byte": at, **changes},
        at=at,
    )
