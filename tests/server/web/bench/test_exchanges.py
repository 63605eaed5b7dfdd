"""Tests of the pages of one exchange."""

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from server.model.event import Event
from server.model.exchange import AnswerProgress, Body, ExchangeState
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.stack import Stack, StackFrame
from server.store import Store
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.lenses import sample_events as s
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """A guest that is ready."""
    return workbench.open_guest()


def test_a_page_of_its_own(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """An exchange has a permanent address, which leads to its bench."""
    workbench.add_exchange(make_exchange(3))
    text = workbench.get("/exchanges/3").text
    assert "<!doctype html>" in text
    assert "/bench/g1?exchange=3" in text


def test_an_unknown_exchange_is_explained(workbench: WorkbenchClient) -> None:
    """An exchange that was pruned is reported as such."""
    answer = workbench.get_fragment("/exchanges/404")
    assert answer.status_code == 404
    assert "removed from the history" in answer.text
    assert "<html" not in answer.text


@pytest.mark.hardness("damaged-store")
def test_an_exchange_with_damaged_contents_says_so(tmp_path: Path) -> None:
    """In the panel, on a page of its own and beside the list, the reason is shown with a link."""
    with closing(Store(tmp_path / "history.sqlite")) as store:
        workbench = WorkbenchClient(tmp_path, store=store)
        workbench.open_guest()
        workbench.add_exchange(make_exchange(3))
        store.flush()
        with closing(sqlite3.connect(tmp_path / "history.sqlite")) as connection, connection:
            connection.execute("UPDATE contents SET data = x'00ff'")
        fragment = workbench.get_fragment("/exchanges/3")
        for answer in (fragment, workbench.get("/exchanges/3"), workbench.get("/bench/g1?exchange=3")):
            assert "The stored contents of this exchange cannot be read." in answer.text
            assert 'href="/settings/store"' in answer.text
        assert fragment.status_code == 404
        assert "<html" not in fragment.text
        assert "nothing at this address" in workbench.get_fragment("/exchanges/4").text


def test_the_source_is_escaped_and_then_coloured(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The guest's markup is shown, never used."""
    page = b"<script>alert(1)</script>"
    body = Body(data=page, size=len(page), content_type="text/html")
    workbench.add_exchange(make_exchange(3, response=replace(make_exchange().response, body=body)))  # type: ignore[type-var]  # it has a response
    text = workbench.get_fragment("/exchanges/3/source").text
    assert "<script>" not in text
    assert "&lt;" in text
    assert 'hx-get="/exchanges/3/colours"' in text
    assert '<span class="nt">script</span>' in workbench.get_fragment("/exchanges/3/colours").text


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (Body(), "No body"),
        (Body(data=b"\xff\xfe\xfa", size=3, content_type="image/x"), "3 B of image/x"),
        (Body(data=b"abc", size=5000, content_type="text/plain"), "The first 3 B of 5.0 kB were kept"),
    ],
)
def test_an_incomplete_source_is_marked(
    workbench: WorkbenchClient, guest: FakeGuest, body: Body, said: str
) -> None:
    """A missing body, bytes that are not text, and a truncated body are distinguished."""
    workbench.add_exchange(make_exchange(3, response=replace(make_exchange().response, body=body)))  # type: ignore[type-var]  # it has a response
    assert said in workbench.get_fragment("/exchanges/3/source").text


def test_a_search_in_a_part_of_a_body_says_so(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """What is not in the part that was kept may be in the rest."""
    body = Body(data=b"abc", size=5000, content_type="text/plain")
    workbench.add_exchange(make_exchange(3, response=replace(make_exchange().response, body=body)))  # type: ignore[type-var]  # it has a response
    assert "Not found in the part that was kept" in workbench.get_fragment("/exchanges/3/source").text


def test_headers_of_the_response(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Every header is listed, below the status; those of the request are in its own tab."""
    workbench.add_exchange(make_exchange(3))
    text = workbench.get_fragment("/exchanges/3/headers").text
    assert "200 OK" in text
    assert "text/html; charset=utf-8" in text
    assert "localhost:5000" not in text


def test_json_is_laid_out_unless_it_is_wanted_as_sent(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The source, its colours, and the button between the two."""
    sent = b'{"a":1}'
    body = Body(data=sent, size=len(sent), content_type="application/json")
    workbench.add_exchange(make_exchange(3, response=replace(make_exchange().response, body=body)))  # type: ignore[type-var]  # it has a response
    laid_out = workbench.get_fragment("/exchanges/3/source").text
    assert "{\n  &#34;a&#34;: 1\n}" in laid_out
    assert "Show as sent" in laid_out
    as_sent = workbench.get_fragment("/exchanges/3/source?sent=1").text
    assert "{&#34;a&#34;:1}" in as_sent
    assert "Format the JSON" in as_sent
    assert "\n  " in workbench.get_fragment("/exchanges/3/colours").text
    assert "\n" not in workbench.get_fragment("/exchanges/3/colours?sent=1").text.strip()


def test_replay_needs_its_app(workbench: WorkbenchClient) -> None:
    """If the app was closed, replay and edit explain what to do."""
    workbench.add_exchange(make_exchange(3, guest="gone"))
    assert "was closed" in workbench.post("/exchanges/3/replay").text
    assert "was closed" in workbench.get_fragment("/exchanges/3/edit").text


def test_a_problem_of_a_replay_is_shown(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A replay that fails shows the problem."""
    workbench.add_exchange(make_exchange(3))
    guest.answer = lambda outgoing, number: Problem(
        code=ProblemCode.TIMEOUT, cause="No answer.", remedy="Wait."
    )
    assert "No answer." in workbench.post("/exchanges/3/replay").text


class Elements(HTMLParser):
    """Counts the elements of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.count = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count one."""
        self.count += 1


def statements(count: int) -> tuple[Event, ...]:
    """Return the events of a view that sends so many different statements."""
    sent = (
        replace(s.sql(statement=f"SELECT a FROM t{seq}"), at=1.0 + seq / 1000, seq=seq)  # noqa: S608 - sent to no database
        for seq in range(3, 3 + count)
    )
    return (s.arrival(), replace(s.view(at=1.0, took=3.9), seq=1), *sent, replace(s.closing(), seq=count + 9))


def lines_of(html: str) -> list[str]:
    """Return the addresses of the lines of a Journey that are fetched later."""
    return list(dict.fromkeys(re.findall(r"/exchanges/3/journey/[\w.]+", html)))


def test_a_request_with_two_thousand_statements_makes_a_small_page(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """A few hundred elements; everything else is fetched when it is opened."""
    workbench.add_exchange(make_exchange(3, events=statements(2000)))
    text = workbench.get_fragment("/exchanges/3").text
    assert Elements(text).count < 1000
    assert "/exchanges/3/tabs/sql" in text
    rest = lines_of(text[text.index("more here") :])[0]
    part = workbench.get_fragment(rest).text
    assert Elements(part).count < 10_000
    (first, *_others) = lines_of(part)
    assert "SELECT" in workbench.get_fragment(first).text


def test_the_rows_of_a_large_exchange_are_fetched_in_pages(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """The tab has the first rows of its table and the address of the next ones."""
    workbench.add_exchange(make_exchange(3, events=statements(300)))
    tab = workbench.get_fragment("/exchanges/3/tabs/sql").text
    assert "t50" in tab
    (more,) = re.findall(r'hx-get="([^"]+rows=[^"]+)"', tab)
    rows = workbench.get_fragment(more).text
    assert "t150" in rows
    assert rows.lstrip().startswith("<tr")
    for missing in ("tabs/none", "tabs/sql?rows=99.0", "journey/9.9"):
        assert workbench.get_fragment(f"/exchanges/3/{missing}").status_code == 404


def test_an_open_exchange_shows_where_it_stands(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The app's own frames are marked; of a finished one nothing is shown."""
    frame = StackFrame(file="/shop/app.py", line=8, function="wait", own=True, source="time.sleep(60)")
    guest.standing = (Stack(exchange=3, thread="worker", frames=(frame,)),)
    workbench.add_exchange(make_exchange(3, state=ExchangeState.OPEN))
    assert "/exchanges/3/stack" in workbench.get_fragment("/exchanges/3").text
    text = workbench.get_fragment("/exchanges/3/stack").text
    for shown in ("/shop/app.py:8", "time.sleep(60)", 'class="own"', "Thread worker"):
        assert shown in text
    workbench.add_exchange(make_exchange(4))
    assert "did not report where it is" in workbench.get_fragment("/exchanges/4/stack").text


def test_a_running_stream_says_what_has_come_of_it(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """It was answered, so it is not called unanswered; the events so far are beside that."""
    workbench.add_exchange(make_exchange(3, state=ExchangeState.OPEN, response=None, took=None))
    assert "has not finished its answer" in workbench.get_fragment("/exchanges/3").text
    guest.progress[3] = AnswerProgress(status=200, size=90)
    text = workbench.get_fragment("/exchanges/3").text
    assert "Answered 200 and still sending, 90 B so far" in text
    assert 'role="tab"' in text
    assert "Under way" not in text


def test_a_request_is_cancelled(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The guest loses its client, and the pane and the row say so."""
    workbench.add_exchange(make_exchange(3, state=ExchangeState.OPEN, response=None, took=None))
    assert workbench.post("/exchanges/3/cancel").status_code == 204
    assert guest.calls == ["cancel 3"]
    guest.progress[3] = AnswerProgress(cancelled=True)
    assert "the connection to the app was closed" in workbench.get_fragment("/exchanges/3").text
    assert "cancelled here" in workbench.get_fragment("/bench/g1/rows").text


@pytest.mark.parametrize("state", [ExchangeState.LOST, ExchangeState.DONE])
def test_a_request_without_a_response_has_one_name(
    workbench: WorkbenchClient, guest: FakeGuest, state: ExchangeState
) -> None:
    """In the list and in its details, whether the app ended or sent nothing."""
    workbench.add_exchange(make_exchange(3, state=state, response=None))
    assert ">no answer</span>" in workbench.get_fragment("/bench/g1/rows").text
    assert ">no answer</span>" in workbench.get_fragment("/exchanges/3").text


def test_query_plans_are_made_of_the_databases_of_the_app(
    workbench: WorkbenchClient, guest: FakeGuest, tmp_path: Path
) -> None:
    """On a click; the statement of an app that does not answer, or was closed, has none."""
    file = tmp_path / "shop.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE book (id INTEGER)")
    workbench.add_exchange(make_exchange(3, events=(s.sql(),)))
    workbench.add_exchange(make_exchange(4))
    guest.answers["databases"] = {"files": [str(file)], "memory": False}
    assert "/exchanges/3/plans" in workbench.get("/exchanges/3").text
    assert "Every row of" in workbench.get_fragment("/exchanges/3/plans").text
    assert "none that was recorded in full" in workbench.get_fragment("/exchanges/4/plans").text
    guest.answers["databases"] = Problem(
        code=ProblemCode.NO_ANSWER, cause="The guest is silent.", remedy="Ask again."
    )
    assert "The guest is silent." in workbench.get_fragment("/exchanges/3/plans").text
