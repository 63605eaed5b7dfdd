"""Writes a request as code to copy: a curl command, a Python program, and a test for pytest."""

import base64
import json
import re
import shlex
from collections.abc import Callable
from typing import Final
from urllib.parse import urlsplit

from server.model.exchange import Exchange, Headers
from server.model.guest import Target, TargetKind
from server.model.outgoing_request import OutgoingRequest

_SET_WHEN_SENT: Final = frozenset(
    {"host", "content-length", "connection", "transfer-encoding", "accept-encoding"}
)
_IMPORTABLE: Final = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*:[A-Za-z_]\w*", re.ASCII)
_MOST_KEYS: Final = 20


def as_curl(outgoing: OutgoingRequest, origin: str) -> str:
    """Return a command for a POSIX shell; a body that is no text reaches curl as base64."""
    words = [f"curl {shlex.quote(origin + outgoing.path)} --path-as-is --globoff"]
    words.append("--head" if outgoing.method == "HEAD" else f"-X {shlex.quote(outgoing.method)}")
    headers = _own(outgoing.headers)
    words += [f"-H {shlex.quote(f'{name}: {value}' if value else f'{name};')}" for name, value in headers]
    if not outgoing.body:
        return " \\\n  ".join(words)
    if all(name.lower() != "content-type" for name, _value in headers):
        words.append("-H 'Content-Type:'")
    text = _text(outgoing.body)
    if text is not None:
        return " \\\n  ".join([*words, f"--data-raw {shlex.quote(text)}"])
    encoded = base64.b64encode(outgoing.body).decode()
    return f"echo {encoded} | base64 -d | " + " \\\n  ".join([*words, "--data-binary @-"])


def as_python(outgoing: OutgoingRequest, origin: str) -> str:
    """Return a program that needs nothing but Python; it prints status and body."""
    address = urlsplit(origin)
    headers = "".join(
        f"connection.putheader({name!r}, {value!r})\n" for name, value in _own(outgoing.headers)
    )
    length = f"connection.putheader('Content-Length', '{len(outgoing.body)}')\n" if outgoing.body else ""
    end = f"connection.endheaders({outgoing.body!r})" if outgoing.body else "connection.endheaders()"
    return (
        "import http.client\n\n"
        f"connection = http.client.HTTPConnection({address.hostname!r}, {address.port or 80})\n"
        f"connection.putrequest({outgoing.method!r}, {outgoing.path!r}, skip_accept_encoding=True)\n"
        f"{headers}{length}{end}\n"
        "response = connection.getresponse()\n"
        "print(response.status, response.reason)\n"
        'print(response.read().decode(errors="replace"))\n'
    )


def as_pytest(outgoing: OutgoingRequest, exchange: Exchange, target: Target) -> str:
    """Return a test that sends the request to the app and expects what was answered.

    It expects status, type and where a redirect leads, and of JSON the keys: values may change.
    """
    name = re.sub(r"\W+", "_", f"{outgoing.method} {exchange.request.path}".lower(), flags=re.ASCII).strip(
        "_"
    )
    arguments = [repr(outgoing.path), f"method={outgoing.method!r}"]
    headers = _own(outgoing.headers)
    if headers:
        arguments.append(f"headers={list(headers)!r}")
    if outgoing.body:
        arguments.append(f"data={outgoing.body!r}")
    call = "".join(f"        {argument},\n" for argument in arguments)
    return (
        f"{_app(exchange, target)}\n\n"
        f"def test_{name}():\n"
        "    client = app.test_client(use_cookies=False)\n"
        f"    response = client.open(\n{call}    )\n"
        f"{_expectations(exchange)}"
    )


def _expectations(exchange: Exchange) -> str:
    response = exchange.response
    if response is None:
        return "    assert response.status_code < 500\n"
    lines = [f"assert response.status_code == {response.status}"]
    kind = response.body.content_type.partition(";")[0].strip().lower()
    if kind:
        lines.append(f"assert response.mimetype == {kind!r}")
    location = response.header("Location")
    if location and location.startswith("/"):
        lines.append(f"assert response.location == {location!r}")
    keys = _keys(response.body.text if "json" in kind and not response.body.truncated else None)
    if keys:
        lines.append(f"assert sorted(response.get_json()) == {keys!r}")
    return "".join(f"    {line}\n" for line in lines)


def _keys(text: str | None) -> list[str]:
    """Return the sorted keys of a JSON object, none if there are none or many."""
    try:
        found = json.loads(text or "")
    except (ValueError, RecursionError):
        return []
    return sorted(found) if isinstance(found, dict) and len(found) <= _MOST_KEYS else []


def _app(exchange: Exchange, target: Target) -> str:
    """Return the lines that make `app`: its import, or what `flask run` does to find it."""
    named = exchange.origin.app if exchange.origin is not None else ""
    module, _, name = named.partition(":")
    if _IMPORTABLE.fullmatch(named) and module != "__main__":
        return f"from {module} import {name}" + ("" if name == "app" else " as app") + "\n"
    path = target.app if target.kind is not TargetKind.PROGRAM else ""
    argument = f"app_import_path={path!r}" if path else ""
    return f"from flask.cli import ScriptInfo\n\napp = ScriptInfo({argument}).load_app()\n"


def _own(headers: Headers) -> Headers:
    """Return the headers that are not computed when the request is sent."""
    return tuple(pair for pair in headers if pair[0].lower() not in _SET_WHEN_SENT)


def _text(body: bytes) -> str | None:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


FORMS: Final[dict[str, Callable[[OutgoingRequest, Exchange, Target, str], str]]] = {
    "curl": lambda outgoing, exchange, target, origin: as_curl(outgoing, origin),
    "python": lambda outgoing, exchange, target, origin: as_python(outgoing, origin),
    "pytest": lambda outgoing, exchange, target, origin: as_pytest(outgoing, exchange, target),
}
"""The forms of code by their names in addresses."""
