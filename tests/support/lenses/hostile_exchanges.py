"""Hypothesis strategies for exchanges that only a broken or hostile guest produces."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from server.model.event import Event
from server.model.exchange import Body, Exchange, ExchangeState, Request, Response
from server.runner.channel.event_schemas import KINDS
from tests.support.lenses import sample_events as s
from tests.support.lenses.sample_library_events import libraries

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>`%(name)s{{ 7*7 }}"

texts = st.text(st.characters(), max_size=20) | st.sampled_from([MARKUP, "\x1b[2J", "\u202e", "\ud800", ""])
numbers = st.integers(-(10**30), 10**30) | st.floats() | st.just(10**400)
anything: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)

WELL_MADE = (
    s.arrival(),
    s.app(replaced=[s.in_place_of("dispatch_request")]),
    s.closing(),
    s.match("/a", s.tried("/b", "text", segment=1, expected="b", got="a")),
    s.mismatch("NotFound", s.tried("/c/<int:id>", "converter", converter="int", value="x", argument="id")),
    s.hook("before_request", "gate", at=0.5, answered=True),
    s.hook("errorhandler", "oops", at=0.6, raised="KeyError: 1"),
    s.view(args={"id": s.value("1", "int")}),
    s.template(),
    s.session(unsaved=True, nested=["a"], before={"a": s.value("1")}, after={"a": s.value("2")}),
    s.sent_cookies("session"),
    s.set_cookie(),
    s.log("hello"),
    s.sql(),
    s.mail(),
    s.signal("lit", "warn_ships"),
    *libraries(),
    s.raised(),
    s.answer(),
    s.event("probe-fault", {"sensor": "log", "problem": "x", "lost": 1}),
)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, Any]:
    """Draw a kind and a body: a valid one with some fields replaced, or anything at all."""
    event = draw(st.sampled_from(WELL_MADE))
    if draw(st.integers(0, 5)) == 0:
        return draw(st.sampled_from(KINDS) | texts), draw(anything)
    body = dict(event.body)
    for name in draw(st.lists(st.sampled_from(sorted(body)), max_size=2)):
        body[name] = draw(anything | st.lists(anything, max_size=2))
    return event.kind, body


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event with odd times and any body."""
    kind, body = draw(bodies())
    return Event(
        exchange=7,
        seq=draw(st.integers(0, 50)),
        kind=kind,
        at=draw(st.floats()),
        took=draw(st.none() | st.floats()),
        caller=None,
        family=draw(st.none() | st.just("f")),
        body=body,
    )


headers = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
content = st.builds(Body, data=st.binary(max_size=40), size=st.integers(0, 10**9), content_type=texts)


@st.composite
def exchanges(draw: st.DrawFn) -> Exchange:
    """Draw an exchange that guarantees nothing but the types that the store guarantees."""
    request = Request(
        method=draw(texts),
        url=draw(texts),
        path=draw(texts),
        query=draw(texts),
        headers=draw(headers),
        body=draw(content),
    )
    answered = st.builds(Response, status=st.integers(0, 999), reason=texts, headers=headers, body=content)
    return s.exchange(
        *draw(st.lists(events(), max_size=8)),
        request=request,
        response=draw(st.none() | answered),
        state=draw(st.sampled_from(ExchangeState)),
        took=draw(st.none() | st.floats()),
        versions=draw(st.sampled_from([s.FLASK, s.BARE])),
    )
