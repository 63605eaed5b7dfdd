"""The apps of the findings, each in one guest for the whole session."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import pytest

from server.model.exchange import Exchange
from server.runner.guests.guest import Guest
from server.runner.requests.builder import build_request
from tests.support.findings import Ask, Sent
from tests.support.real_guest import SECONDS, real_guest

APPS: Final = Path(__file__).parent / "apps"


def _send(guest: Guest, sent: Sent) -> Exchange:
    cookies: list[tuple[str, str]] = []
    if sent.after is not None:
        before = _send(guest, sent.after).response
        assert before is not None
        for header in before.all_headers("Set-Cookie"):
            name, _, value = header.partition(";")[0].partition("=")
            cookies.append((name, value))
    request = build_request(method=sent.method, path=sent.path, cookies=cookies, **sent.more)
    exchange = guest.send(request, timeout=SECONDS)
    assert isinstance(exchange, Exchange), exchange
    return exchange


@pytest.fixture(scope="session")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A function that sends a request to an app and returns the exchange."""
    guests: dict[str, Guest] = {}
    with ExitStack() as stack:

        def send(app: str, sent: Sent) -> Exchange:
            if app not in guests:
                source = (APPS / f"{app}.py").read_text(encoding="utf-8")
                guests[app] = stack.enter_context(real_guest(tmp_path_factory.mktemp(app), source))
            return _send(guests[app], sent)

        yield send
