"""Tests of the visitors as whom the composer sends, and of their cookies."""

import json
from dataclasses import replace
from typing import Any

import pytest

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.web.bench import identities
from tests.support.fake_guests import FakeGuest, answer_with_page
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """Return a guest that sets the cookie `seen` to the path of the request."""
    guest = workbench.open_guest()
    guest.answer = with_cookie("seen={path}; Path=/")
    return guest


def with_cookie(*cookies: str) -> Any:
    """Return an app that sets cookies; `{path}` is that of the request without its slash."""

    def answer(outgoing: OutgoingRequest, id: int) -> Exchange | Problem:  # noqa: A002 - it is the exchange's id
        exchange = answer_with_page(outgoing, id)
        assert exchange.response is not None
        headers = tuple(("Set-Cookie", text.format(path=outgoing.path.strip("/"))) for text in cookies)
        return replace(exchange, response=replace(exchange.response, headers=headers))

    return answer


def cookies_of(outgoing: OutgoingRequest) -> list[str]:
    """Return the Cookie headers of a request."""
    return [value for name, value in outgoing.headers if name == "Cookie"]


def send(workbench: WorkbenchClient, url: str, identity: str = "visitor", **fields: str) -> None:
    """Send a request from the composer."""
    form = {"method": "GET", "url": url, "identity": identity, **fields}
    assert workbench.post("/bench/g1/send", form).status_code == 200


def test_the_next_request_has_the_cookies_of_the_last_answer(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """As in a browser; another visitor has others, and nobody has none and keeps none."""
    workbench.post("/bench/g1/identities", {"add": "1", "new": "Ada"})
    send(workbench, "/a")
    send(workbench, "/b")
    send(workbench, "/c", "Ada")
    send(workbench, "/d", "Ada")
    send(workbench, "/e", "")
    send(workbench, "/f")
    sent = [cookies_of(outgoing) for outgoing in guest.requests]
    assert sent == [[], ["seen=a"], [], ["seen=c"], [], ["seen=b"]]


def test_typed_cookies_come_before_those_of_the_visitor(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """One Cookie header has both, and a name that was typed has the typed value."""
    guest.answer = with_cookie("a=1", "b=2")
    send(workbench, "/")
    typed = {"cookies-name": "a", "cookies-value": "typed"}
    send(workbench, "/", **typed)
    assert cookies_of(guest.requests[1]) == ["a=typed; b=2"]


def test_visitors_are_kept_with_the_project(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Another opening of the app has them, another app has not."""
    workbench.post("/bench/g1/identities", {"add": "1", "new": " Ada   Lovelace "})
    send(workbench, "/a", "Ada Lovelace")
    workbench.open_guest()
    workbench.open_guest(name="other")
    assert "Ada Lovelace" in workbench.get("/bench/g2").text
    assert ">a<" in workbench.get_fragment("/bench/g2/identities?identity=Ada Lovelace").text
    assert "Ada Lovelace" not in workbench.get("/bench/g3").text


def test_cookies_are_listed_and_cleared(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A visitor can be emptied, and removed with its cookies; the choice in the page follows."""
    workbench.post("/bench/g1/identities", {"add": "1", "new": "Ada"})
    send(workbench, "/a", "Ada")
    assert "seen" in workbench.get_fragment("/bench/g1/identities?identity=Ada").text
    cleared = workbench.post("/bench/g1/identities", {"identity": "Ada"}).text
    assert "seen" not in cleared
    assert 'value="Ada" selected' in cleared
    send(workbench, "/b", "Ada")
    removed = workbench.post("/bench/g1/identities", {"identity": "Ada", "remove": "1"}).text
    assert "Ada" not in removed
    assert 'hx-swap-oob="true"' in removed
    send(workbench, "/c", "Ada")
    assert '<option value="Ada"' not in workbench.get("/bench/g1").text


def test_an_app_cannot_fill_the_store_with_cookies(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The newest of many are kept, a large one is refused as browsers do, and markup is shown as text."""
    guest.answer = with_cookie("big=" + "x" * 5000, *(f"c{number}=<b>" for number in range(300)))
    send(workbench, "/")
    kept = identities_of(workbench, guest)
    assert kept == [f"c{number}" for number in range(300 - identities.MOST_COOKIES, 300)]
    assert "<b>" not in workbench.get_fragment("/bench/g1/identities?identity=visitor").text


def identities_of(workbench: WorkbenchClient, guest: FakeGuest) -> list[str]:
    """Return the names of the visitor's cookies."""
    with workbench.app.app_context():
        return [cookie.name for cookie in identities.cookies(guest.target, identities.DEFAULT)]


def test_there_are_only_so_many_visitors(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Names are short, and a visitor too many is refused with what to do."""
    for number in range(30):
        answer = workbench.post("/bench/g1/identities", {"add": "1", "new": f"{number} {'x' * 99}"})
    assert "Remove one" in answer.text
    with workbench.app.app_context():
        names = identities.names(guest.target)
    assert len(names) == identities.MOST_IDENTITIES + 1
    assert max(map(len, names)) == identities.LONGEST_NAME


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("  ", "has no name"),
        ("nobody", "visitor called nobody already"),
        ("Visitor", "visitor called Visitor already"),
        (" ADA ", "visitor called ADA already"),
    ],
)
def test_each_visitor_has_a_name_of_its_own(
    workbench: WorkbenchClient, guest: FakeGuest, name: str, cause: str
) -> None:
    """Two of one name, or one named like nobody, could not be told apart; the cookies of the first stay."""
    workbench.post("/bench/g1/identities", {"add": "1", "new": "Ada"})
    send(workbench, "/a", "Ada")
    answer = workbench.post("/bench/g1/identities", {"add": "1", "new": name})
    assert answer.status_code == 422
    assert cause in answer.text
    assert ">a<" in workbench.get_fragment("/bench/g1/identities?identity=Ada").text


def test_cookies_outside_of_ascii_are_shown_as_they_were_meant(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """What Werkzeug escaped and UTF-8 are read as text, and sent back as they came."""
    guest.answer = with_cookie(r'a="sm\303\266r"', "b=\xc3\xa5")
    send(workbench, "/")
    text = workbench.get_fragment("/bench/g1/identities?identity=visitor").text
    assert ">smör<" in text
    assert ">å<" in text
    send(workbench, "/", **{"cookies-name": "c", "cookies-value": "ö"})
    assert cookies_of(guest.requests[-1]) == ['c=\xc3\xb6; a="sm\\303\\266r"; b=\xc3\xa5']


@pytest.mark.parametrize(
    "stored",
    [
        [],
        {"visitor": 7},
        {"visitor": [7]},
        {"visitor": [{"name": "a"}]},
        {"visitor": [{"name": "a", "value": 7, "domain": "localhost", "path": "/", "attributes": {}}]},
    ],
)
def test_stored_visitors_that_cannot_be_read_are_left_out(
    workbench: WorkbenchClient, guest: FakeGuest, stored: object
) -> None:
    """The bench works, and the next cookie is kept."""
    send(workbench, "/a")
    tables = workbench.store.settings
    (key,) = (name for name in keys_of(workbench) if name.startswith("identities:"))
    tables.set(key, json.loads(json.dumps(stored)))
    assert workbench.get("/bench/g1").status_code == 200
    send(workbench, "/b")
    send(workbench, "/c")
    assert cookies_of(guest.requests[-1]) == ["seen=b"]


def keys_of(workbench: WorkbenchClient) -> list[str]:
    """Return the names of the settings in the store."""
    tables = workbench.store.settings._tables
    return [str(row[0]) for row in tables.read("SELECT key FROM settings", ())]
