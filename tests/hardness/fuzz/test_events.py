"""Tests that what a guest may send as events is shown on every page, or ends its channel."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from server.model.event import Event
from server.model.versions import Versions
from server.runner.channel import protocol
from server.runner.channel.event_schemas import BODIES, KINDS
from server.runner.channel.framing import FrameError, decode, encode
from server.runner.channel.protocol import End, Events
from server.runner.recording.assembler import Assembler
from server.runner.recording.background import BackgroundLog
from tests.support.lenses.hostile_exchanges import WELL_MADE
from tests.support.runner import sample_events
from tests.support.workbench_client import WorkbenchClient, workbench_client

pytestmark = pytest.mark.slow

NUMBERS: Final = st.sampled_from(
    [2**53, -(2**53), 1e11, 1e12, -1, -0.0, 0, 99, 600, 5e-324, 1e-9, 253402300800, 1e300, 2**31, 2**63]
)
TEXTS: Final = st.sampled_from(
    ["", "\0", "\u202e", "<script>", "%(name)s", "a" * 3000, "BREW\n", "Thu, 99 Foo 99999 99:99:99 GMT", "[", "://",
     "http://[", "text/html; charset=idna", "-1", "9" * 400, "bytes=0-", "é\U0001f9ea", "2026-13-45T99:99"]
)  # fmt: skip


FIRST: Final = sample_events.event("wsgi", sample_events.wsgi_request())
LAST: Final = sample_events.event("wsgi", sample_events.wsgi_close())
MISSING: Final = {"by": None, "replaced": None, "propagated": None}
OTHERS: Final = (
    LAST,
    *(replace(event, body={**MISSING, **event.body}) for event in WELL_MADE if event.kind != "wsgi"),
)


def envelope(event: Event, number: int) -> dict[str, Any]:
    """Return an event of an exchange as a probe sends it."""
    caller = asdict(event.caller) if event.caller is not None else None
    body = dict(event.body)
    return {
        "exchange": number, "seq": event.seq, "kind": event.kind, "at": event.at, "took": event.took,
        "caller": caller, "family": event.family, "thread": event.thread, "body": body,
    }  # fmt: skip


def changed(value: Any, draw: st.DrawFn, chance: int) -> Any:
    """Return a JSON value in which some numbers and texts are odd ones."""
    if isinstance(value, dict):
        return {name: changed(item, draw, chance) for name, item in value.items()}
    if isinstance(value, list):
        return [changed(item, draw, chance) for item in value]
    if isinstance(value, bool) or draw(st.integers(0, chance)):
        return value
    if isinstance(value, int | float):
        return draw(NUMBERS)
    return draw(TEXTS) if isinstance(value, str) else value


@st.composite
def frames(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw an exchange with the first event, and some others of which some values are odd."""
    chosen = [FIRST, *draw(st.lists(st.sampled_from(OTHERS), min_size=1, max_size=4))]
    chance = draw(st.sampled_from([1, 4, 12]))
    events = [envelope(replace(event, seq=seq), 1) for seq, event in enumerate(chosen)]
    return [{**changed(event, draw, chance), "exchange": 1, "kind": event["kind"]} for event in events]


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchClient]:
    """One workbench for all examples, with a guest."""
    with workbench_client(tmp_path_factory.mktemp("workbench")) as client:
        client.open_guest()
        yield client


def forged(**changes: Any) -> list[dict[str, Any]]:
    """Return the frames of an exchange whose first event has other values in its envelope."""
    return [{**envelope(FIRST, 1), **changes}, envelope(replace(LAST, seq=9), 1)]


def test_events_of_every_kind_are_made() -> None:
    """As a probe would send them."""
    assert {event.kind for event in OTHERS if BODIES[event.kind](event.body)} == set(KINDS)


@pytest.mark.hardness("forged-events")
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@example(forged(at=2**53))
@example(forged(at=-(2**53)))
@example(forged(at=1e-300, took=-(2**53)))
@given(frames())
def test_events_are_shown_or_end_the_channel(
    workbench: WorkbenchClient, events: list[dict[str, Any]]
) -> None:
    """No valid event, however odd its times, numbers and texts are, makes a page fail."""
    try:
        message = protocol.parse(decode(encode({"type": "events", "events": events})[4:]))
    except FrameError:
        return
    assert isinstance(message, Events)
    assembler = Assembler(run="r1", guest="g1", versions=Versions(), next_id=workbench.store.next_id)
    background = BackgroundLog()
    for event in message.events:
        assembler.take(event)
        background.take(event)
    (finished,) = assembler.end(End(exchange=1, took=1.0, lost=0))
    guest = workbench.guests.get("g1")
    assert guest is not None
    guest.background = background.events()
    number = finished.exchange.id
    workbench.add_exchange(finished.exchange)
    pages = (
        f"/exchanges/{number}",
        f"/bench/g1?exchange={number}",
        "/bench/g1/rows",
        "/bench/g1/background",
        "/",
    )
    for page in (
        *pages,
        f"/exchanges/{number}/source",
        f"/exchanges/{number}/headers",
        f"/exchanges/{number}/edit",
    ):
        assert workbench.get_fragment(page).status_code == 200, page
        assert workbench.get(page).status_code == 200, page
    for page in (
        f"/exchanges/{number}/rendered",
        f"/exchanges/{number}/preview",
        f"/exchanges/{number}/colours",
    ):
        assert workbench.get(page).status_code in (200, 204), page
