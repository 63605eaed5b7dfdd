"""Every address that can be read, read with everything it takes: nothing is different afterwards."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from server.model.mail import MailMessage
from tests.support.workbench_client import WorkbenchClient, workbench_client

# They wait for something to happen.
WAITING = ("/events", "/handbook/proof", "/handbook/<slug>/turned")
SLOW = ("/interpreters", "/open")  # they look at every interpreter of the machine, so once is enough


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[WorkbenchClient]:
    """A workbench with an app, an exchange and a letter."""
    with workbench_client(tmp_path) as client:
        guest = client.open_guest()
        client.post(f"/bench/{guest.id}/send", {"method": "GET", "url": "/"})
        client.store.mail.add(
            MailMessage(
                id="m1", guest="g1", received_at=1.0, sender="a", recipients=("b",), source=b"Subject: x"
            )
        )
        client.store.flush()
        yield client


def addresses(workbench: WorkbenchClient) -> list[str]:
    """Return every address that answers GET, with values that exist in the place of its arguments."""
    lab = workbench.services.catalogue.labs[0]
    values = {
        "guest_id": "g1",
        "id": "1",
        "slug": lab.slug,
        "claim": lab.claims[0].id,
        "tab": "hooks",
        "place": "1",
        "number": "0",
        "form": "curl",
        "tool": "routes",
        "name": "click",
        "filename": "icons/sprite.svg",
    }
    found = []
    for rule in workbench.app.url_map.iter_rules():
        assert isinstance(rule, Rule)
        if "GET" in (rule.methods or ()) and rule.rule not in WAITING:
            given = {**values, "id": "m1"} if rule.rule.startswith("/mail") else values
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
            found.append(path.format_map(given))
    return sorted(found)


def state(workbench: WorkbenchClient) -> dict[str, object]:
    """Return all rows of the store, and what was asked of the guests."""
    tables = workbench.store._tables
    workbench.store.flush()
    names = [name for (name,) in tables.read("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows: dict[str, object] = {
        name: tables.read(f"SELECT * FROM {name}")  # noqa: S608 - the names are those of our tables
        for name in names
    }
    guests = [(guest.id, guest.calls, len(guest.requests), guest.status) for guest in workbench.guests.all()]
    return {**rows, "guests": repr(guests)}


@pytest.mark.slow
@pytest.mark.hardness("change-by-get")
def test_reading_every_address_changes_nothing(
    workbench: WorkbenchClient, record_property: Callable[[str, object], None]
) -> None:
    """GET of every address, plain and as a fragment, leave the store and the guests as they were."""
    before = state(workbench)
    for address in addresses(workbench):
        for query in ("", "?target=lab:none&trust=yes&memory_mb=1&theme=dark&letter=m1&after=0"):
            assert workbench.get(address + query).status_code < 500, address
            if address in SLOW:
                break
            assert workbench.get_fragment(address + query).status_code < 500, address
    after = state(workbench)
    assert {name for name in before if before[name] != after[name]} == set()
    record_property("tried", len(addresses(workbench)) * 4 - len(SLOW) * 3)
    assert len(addresses(workbench)) > 30
