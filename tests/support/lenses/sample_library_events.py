"""Builders of events of libraries, and of warnings and output."""

from dataclasses import replace
from typing import Any

from server.model.event import Caller, Event
from tests.support.lenses.sample_events import event, value


def flash(act: str = "put", *texts: str, at: float = 1.3, **changes: Any) -> Event:
    """Return flash messages that were flashed, read or are waiting."""
    messages = [{"category": "ok", "message": value(repr(text))} for text in texts]
    return event("flash", {"act": act, "messages": messages, "filter": [], "again": False, **changes}, at=at)


def field(name: str = "name", **changes: Any) -> dict[str, Any]:
    """Return a field of a form."""
    made = {"name": name, "type": "StringField", "label": "Name", "value": value("'Ada'"), "secret": False}
    return {**made, "validators": ["InputRequired"], "errors": [], **changes}


def form(*fields: dict[str, Any], at: float = 1.4, **changes: Any) -> Event:
    """Return a submitted form that is not valid."""
    body: dict[str, Any] = {
        "what": "form",
        "form": "OrderForm",
        "submitted": True,
        "valid": False,
        "fields": list(fields),
        "omitted": 0,
        "errors": [],
        "csrf": {"state": "passed", "why": ""},
        "raised": None,
    }
    return event("form", {**body, **changes}, at=at, took=0.1)


def protected(state: str = "passed", why: str = "") -> Event:
    """Return a check of CSRFProtect."""
    return event("form", {"what": "csrf", "csrf": {"state": state, "why": why}}, at=0.6, took=0.1)


def login(act: str = "loaded", *, at: float = 1.5, **changes: Any) -> Event:
    """Return an action of Flask-Login."""
    body: dict[str, Any] = {
        "act": act,
        "id": "7",
        "user": value("<User 7>", "User"),
        "authenticated": True,
        "fresh": True,
        "source": "session",
        "remember": None,
        "succeeded": None,
        "answer": None,
        "protection": None,
    }
    return event("login", {**body, **changes}, at=at, took=0.1)


def token(act: str = "met", *, at: float = 0.15, **changes: Any) -> Event:
    """Return a JWT that was received and has expired."""
    body: dict[str, Any] = {
        "act": act,
        "kind": "jwt",
        "token": "983e3309",
        "size": 143,
        "direction": "in",
        "where": "header Authorization",
        "header": {"alg": value("'HS256'")},
        "claims": {"sub": value("'ada'"), "exp": value("1700000000", "int")},
        "algorithm": "HS256",
        "signed_at": 1_699_990_000.0,
        "expires_at": 1_700_000_000.0,
        "expires_in": -30.0,
        "verified": None,
        "problem": None,
    }
    return event("token", {**body, **changes}, at=at)


def job(state: str = "sent", *, at: float = 1.6, took: float | None = 0.2, **changes: Any) -> Event:
    """Return a report on a task."""
    body: dict[str, Any] = {
        "state": state,
        "task": "c0ffee",
        "name": "bakery.bake",
        "args": [value("12", "int")] if state == "sent" else [],
        "kwargs": {"kind": value("'rye'")} if state == "sent" else {},
        "queue": "celery" if state == "sent" else None,
        "eta": None,
        "countdown": None,
        "retries": None,
        "worker": None if state == "sent" else "celery@oven",
        "result": None,
        "problem": None,
    }
    return event("job", {**body, **changes}, at=at, took=took)


def websocket(act: str = "message", direction: str = "out", **changes: Any) -> Event:
    """Return a message that was sent over a websocket."""
    body: dict[str, Any] = {"act": act, "direction": direction, "type": None, "text": None, "size": 0}
    if act == "message":
        body.update(type="text", text="12 rye", size=6)
    return event("websocket", {**body, "cut": False, "code": None, "protocol": None, **changes}, at=1.62)


def warning(message: str = "it is old", outcome: str = "shown", **changes: Any) -> Event:
    """Return a warning."""
    body = {"category": "DeprecationWarning", "message": message, "file": "/home/ada/shop/app.py", "line": 3}
    return event("warning", {**body, "outcome": outcome, **changes}, at=1.7)


def output(text: str = "baking\n", **changes: Any) -> Event:
    """Return printed text."""
    return event("output", {"stream": "stdout", "text": text, "omitted": 0, **changes}, at=1.8)


def http(status: int | None = 200, **changes: Any) -> Event:
    """Return a request that the app sent, and its answer."""
    body = {"library": "http.client", "method": "GET", "url": "https://rates.example/eur", "status": status}
    caller = Caller(file="/home/ada/shop/app.py", line=12, function="index")
    made = event("http", {**body, "error": None, **changes}, at=1.6, took=0.4)
    return replace(made, caller=caller, family="GET https://rates.example/eur")


def name_on_g(name: str = "db", **changes: Any) -> dict[str, Any]:
    """Return what is known of a name that was set once and read twice."""
    line = {"file": "/home/ada/shop/app.py", "line": 12, "function": "index"}
    never = {"missed": 0, "removed": 0, "removed_by": None}
    used = {"set": 1, "set_by": line, "read": 2, "read_by": {**line, "line": 14}}
    return {"name": name, "before": False, **used, **never, "left": True, **changes}


def g(*names: dict[str, Any], **changes: Any) -> Event:
    """Return what a request kept on `flask.g`."""
    found = names or (name_on_g(),)
    body = {"class": "_AppCtxGlobals", "names": list(found), "values": {"db": value("<Connection>")}}
    return event("g", {**body, "omitted": 0, **changes}, at=1.1)


def config(how: str = "set", **changes: Any) -> Event:
    """Return a setting that a request assigned."""
    return event("config", {"how": how, "values": {"DEBUG": value("True")}, "omitted": 0, **changes}, at=1.2)


def cache(operation: str = "get", *, found: bool | None = True, **changes: Any) -> Event:
    """Return the read of a key that was in the cache."""
    body = {"operation": operation, "backend": "SimpleCache", "key": "menu", "found": found, "timeout": None}
    return event("cache", {**body, "values": {"menu": value("'rye'")}, **changes}, at=1.65, took=0.1)


def thread(what: str = "thread", **changes: Any) -> Event:
    """Return a thread that has finished."""
    target = {"name": "bake", "file": "/home/ada/shop/oven.py", "line": 3}
    body = {"what": what, "name": "Thread-1", "target": target, "finished": True}
    return event("thread", {**body, **changes}, at=1.5)


def stream(end: str | None = "finished", **changes: Any) -> Event:
    """Return a stream of three parts."""
    body = {
        "end": end,
        "chunks": 3,
        "bytes": 13,
        "first": 2.0,
        "last": 900.0,
        "pause": 700.0,
        "closed": 950.0,
    }
    return event("stream", {**body, **changes}, at=2.0, took=948.0)


def libraries() -> tuple[Event, ...]:
    """Return events of all these kinds."""
    return (
        flash("put", "Baked."),
        flash("waiting", "Baked.", at=4.95),
        form(field(errors=["This field is required."])),
        protected("failed", "The CSRF token is missing."),
        login(),
        token(),
        http(),
        g(),
        thread(),
        cache(),
        config(),
        job(),
        websocket("opened"),
        websocket(),
        websocket("closed", "in", code=1000),
        job("started", at=900.0, took=None),
        job("succeeded", at=950.0, took=40.0, result=value("'12 rye'")),
        warning(),
        output(),
        stream(),
    )
