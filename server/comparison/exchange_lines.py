"""What of an exchange is compared: each part as lines of text."""

import math
from collections.abc import Iterator
from typing import Final

from server.comparison.pairing import NamedLine
from server.i18n import gettext as _
from server.lenses.kit.bodies import hex_dump, pretty_json
from server.lenses.kit.event_reader import EventReader, finite
from server.lenses.kit.formatting import duration, place, size
from server.lenses.kit.lens import readings
from server.model.event import Event
from server.model.exchange import Body, Exchange, Headers
from server.model.printable import printable

Lines = Iterator[NamedLine]

LONGEST: Final = 2000
"""A longer line is cut: two that differ only beyond that are told apart by the size of their body."""
_HEX_BYTES: Final = 512
# The time of the answer is in it, which is never the same.
_TIMES: Final = frozenset({"date"})


def overview(exchange: Exchange) -> Lines:
    """Yield how the request was answered, and by what."""
    response = exchange.response
    status = _("no answer") if response is None else f"{response.status} {response.reason}".strip()
    yield _line(_("Status"), status)
    if response is not None:
        yield _line(_("Size"), size(response.body.size))
        yield _line(_("Content type"), response.header("Content-Type") or _("none"))
    for name, version in (
        ("Python", exchange.versions.python),
        ("Flask", exchange.versions.flask),
        ("Werkzeug", exchange.versions.werkzeug),
    ):
        if version:
            yield _line(name, version)
    for name, kind in ((_("SQL statements"), "sql"), (_("Templates"), "template"), (_("Mail"), "mail")):
        yield _line(name, str(sum(_times(event) for event in exchange.of(kind))))


def times(exchange: Exchange) -> Lines:
    """Yield how long the request and what happened in it took."""
    yield _line(_("In all"), _took(exchange.took))
    for name, kind in (
        (_("View"), "view"),
        (_("Hooks"), "hook"),
        (_("Templates"), "template"),
        (_("SQL"), "sql"),
        (_("Requests to others"), "http"),
    ):
        each = [finite(event.took) for event in exchange.of(kind)]
        if each:
            yield _line(name, _took(math.fsum(took for took in each if took is not None)))


def request(exchange: Exchange) -> Lines:
    """Yield the first line of the request and its headers."""
    asked = exchange.request
    yield _line(_("Method"), asked.method)
    yield _line(_("Path"), asked.path)
    yield _line(_("Query"), asked.query or _("none"))
    yield from _headers(asked.headers)


def request_body(exchange: Exchange) -> Lines:
    """Yield the lines of the body of the request."""
    return _body(exchange.request.body)


def routing(exchange: Exchange) -> Lines:
    """Yield the rule that matched with its arguments, or why none did."""
    for _event, body in readings(exchange, "routing"):
        yield _line(_("Rule"), body.text("rule") or _("none"))
        yield _line(_("Endpoint"), body.text("endpoint") or _("none"))
        if body.text("blueprint"):
            yield _line(_("Blueprint"), body.text("blueprint"))
        if body.text("error"):
            yield _line(_("Error"), body.text("error"))
        if body.text("redirect"):
            yield _line(_("Redirect"), body.text("redirect"))
        for name, value in body.values("args"):
            yield _line(_("Argument %(name)s", name=name), value.text)
    for _event, body in readings(exchange, "view"):
        where = place(body.text("file"), body.maybe_whole("line"))
        yield _line(_("View"), f"{body.text('name')} · {where}" if body.text("file") else body.text("name"))


def hooks(exchange: Exchange) -> Lines:
    """Yield the hooks in the order in which they ran, with what came of each."""
    for _event, body in readings(exchange, "hook"):
        name = f"{body.text('phase')} {body.text('name')}"
        yield _line(name, f"{name}: {_outcome(body)}")


def sql(exchange: Exchange) -> Lines:
    """Yield the statements in their order, with their parameters and numbers of rows."""
    for event, body in readings(exchange, "sql"):
        statement = " ".join(body.text("statement").split()) or body.text("operation")
        given = ", ".join(f"{name}={value.text}" for name, value in body.values("parameters"))
        rows = body.maybe_whole("rows")
        facts = (
            given and f"[{given}]",
            "" if rows is None else _("%(number)s rows", number=rows),
            body.text("error"),
            "" if event.folded is None else _("and %(number)s like it", number=event.folded.count),
        )
        yield _line(statement, " · ".join((statement, *filter(None, facts))))


def context(exchange: Exchange) -> Lines:
    """Yield the values that templates were given."""
    for _event, body in readings(exchange, "template"):
        template = body.text("name") or _("a template from a string")
        yield _line(template, _("rendered"))
        for name, value in body.values("context"):
            yield _line(f"{template}: {name}", value.text)


def session(exchange: Exchange) -> Lines:
    """Yield the session as it was before and after the request, and whether it was saved."""
    for _event, body in readings(exchange, "session"):
        for name, value in body.values("before"):
            yield _line(_("%(name)s, before", name=name), value.text)
        for name, value in body.values("after"):
            yield _line(_("%(name)s, after", name=name), value.text)
        for label, name in ((_("Changed"), "modified"), (_("Saved"), "saved"), (_("Permanent"), "permanent")):
            yield _line(label, _("yes") if body.flag(name) else _("no"))


def exceptions(exchange: Exchange) -> Lines:
    """Yield what was raised, with its place."""
    for _event, body in readings(exchange, "exception"):
        frames = body.parts("frames")
        where = place(frames[-1].text("file"), frames[-1].maybe_whole("line")) if frames else ""
        name = body.text("type")
        yield _line(name, " · ".join(filter(None, (f"{name}: {body.text('message')}".rstrip(": "), where))))


def response_headers(exchange: Exchange) -> Lines:
    """Yield the headers of the response, without its time."""
    return _headers(exchange.response.headers) if exchange.response is not None else iter(())


def response_body(exchange: Exchange) -> Lines:
    """Yield the lines of the body of the response."""
    return _body(exchange.response.body) if exchange.response is not None else iter(())


def messages(exchange: Exchange) -> Lines:
    """Yield what was logged and printed."""
    for _event, body in readings(exchange, "log"):
        text = f"{body.text('level')} {body.text('logger')}: {body.text('message')}"
        yield _line(text, text)
    for _event, body in readings(exchange, "output"):
        for line in body.text("text").splitlines():
            yield _line(line, line)


def _times(event: Event) -> int:
    """Return how many events an event stands for."""
    return 1 + (event.folded.count if event.folded is not None else 0)


def _outcome(body: EventReader) -> str:
    if body.text("raised"):
        return _("raised %(raised)s", raised=body.text("raised"))
    if body.flag("answered"):
        return _("answered")
    return _("put another response in its place") if body.flag("replaced") else _("passed on")


def _headers(headers: Headers) -> Lines:
    return (_line(name.title(), value) for name, value in headers if name.lower() not in _TIMES)


def _body(body: Body) -> Lines:
    if not body.size:
        return
    text = body.text
    if text is None:
        yield from _text_lines(hex_dump(body.data[:_HEX_BYTES]))
        return
    pretty = pretty_json(text) if "json" in body.content_type.lower() and not body.truncated else None
    yield from _text_lines(text if pretty is None else pretty)


def _text_lines(text: str) -> Lines:
    return (_line(line, line) for line in text.splitlines())


def _line(name: str, text: str) -> NamedLine:
    return NamedLine(printable(name[:LONGEST]), printable(text[:LONGEST]))


def _took(milliseconds: float | None) -> str:
    took = finite(milliseconds)
    return _("unknown") if took is None else duration(took)
