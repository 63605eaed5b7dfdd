"""Tests of the filter bar above the list of exchanges."""

from dataclasses import replace

import pytest

from server.model.exchange import ExchangeState
from server.model.notifications import ExchangeStarted
from server.store import SortColumn, SortOrder
from server.web.bench.list_filter import PAGE, ListFilter, page, read, visitors
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, ListFilter()),
        ({"text": " cart ", "method": "post"}, ListFilter(text="cart", method="POST")),
        ({"status": "4", "static": "hide"}, ListFilter(status="4", hide_static=True)),
        ({"status": "failed"}, ListFilter(status="failed")),
        (
            {"status": "raised", "since": "day", "pinned": "yes"},
            ListFilter(status="raised", since="day", pinned=True),
        ),
        ({"took": "100", "size": "2", "sql": "40"}, ListFilter(took=100, size=2, sql=40)),
        ({"everywhere": "yes", "visitor": "ada"}, ListFilter(everywhere=True, visitor="ada")),
        ({"sort": "took", "order": "up"}, ListFilter(order=SortOrder(by=SortColumn.TOOK, ascending=True))),
        ({"status": "9", "static": "show", "other": "x"}, ListFilter()),
        ({"took": "-1", "since": "ever", "sort": "x; drop", "pinned": "no", "order": "x"}, ListFilter()),
    ],
)
def test_a_query_string_is_read_and_unknown_values_are_ignored(
    form: dict[str, str], expected: ListFilter
) -> None:
    """An address that somebody typed shows a list, never an error."""
    assert read(form) == expected


def test_a_filter_without_values_is_empty() -> None:
    """Each value alone makes it one that hides something."""
    assert ListFilter().empty
    for some in (
        ListFilter(text="x"),
        ListFilter(method="GET"),
        ListFilter(status="2"),
        ListFilter(hide_static=True),
        ListFilter(took=1),
        ListFilter(order=SortOrder(by=SortColumn.SIZE)),
    ):
        assert not some.empty


def test_pages_go_on_where_the_last_one_ended(workbench: WorkbenchClient) -> None:
    """The rows are those of one guest, newest first."""
    for number in range(1, PAGE + 3):
        workbench.add_exchange(make_exchange(number))
    workbench.add_exchange(make_exchange(500, guest="g2"))
    with workbench.app.app_context():
        first = page("g1", ListFilter())
        rest = page("g1", ListFilter(), before=first.more)
    assert [row.id for row in (*first.rows, *rest.rows)] == list(range(PAGE + 2, 0, -1))
    assert len(first.rows) == PAGE
    assert rest.more is None


def test_exchanges_of_earlier_openings_come_last(workbench: WorkbenchClient) -> None:
    """Those of the same app in the same folder, page by page, and filtered like the others."""
    target = workbench.open_guest().target
    other = replace(target, app="other.py")
    for guest, opened in (("old1", target), ("old2", target), ("else", other), ("g1", target)):
        workbench.store.projects.add_opening(guest, opened)
    for number in range(1, PAGE + 3):
        workbench.add_exchange(make_exchange(number, guest="old1" if number % 2 else "old2"))
    workbench.add_exchange(make_exchange(500, guest="else"))
    workbench.add_exchange(make_exchange(501, guest="unknown"))
    workbench.add_exchange(make_exchange(502, guest="g1"))
    with workbench.app.app_context():
        first = page("g1", ListFilter())
        rest = page("g1", ListFilter(), before=first.more_earlier, earlier=True)
        filtered = page("g1", ListFilter(text="no such path"))
    assert [row.id for row in first.rows] == [502]
    assert [row.id for row in (*first.earlier, *rest.earlier)] == list(range(PAGE + 2, 0, -1))
    assert (len(first.earlier), rest.rows, rest.more_earlier) == (PAGE, (), None)
    assert filtered.earlier == ()


def test_static_files_can_be_hidden(workbench: WorkbenchClient) -> None:
    """They are left out of the page, which may then be shorter."""
    first = make_exchange(1)
    workbench.add_exchange(first)
    workbench.add_exchange(replace(make_exchange(2), request=replace(first.request, path="/site.css")))
    with workbench.app.app_context():
        assert [row.id for row in page("g1", ListFilter()).rows] == [2, 1]
        assert [row.id for row in page("g1", ListFilter(hide_static=True)).rows] == [1]


def test_an_unfinished_exchange_comes_first_where_nothing_is_filtered(workbench: WorkbenchClient) -> None:
    """It is not in the store yet, so a filter cannot be applied to it."""
    workbench.add_exchange(make_exchange(1))
    workbench.live_feed.handle(ExchangeStarted(make_exchange(2, state=ExchangeState.OPEN, response=None)))
    with workbench.app.app_context():
        assert [row.id for row in page("g1", ListFilter()).rows] == [2, 1]
        assert [row.id for row in page("g1", ListFilter(text="no such path")).rows] == []
        assert [row.id for row in page("g2", ListFilter()).rows] == []


def test_a_list_sorted_by_a_column_has_all_openings_in_one_order(workbench: WorkbenchClient) -> None:
    """The slowest request of an app is found, whenever it was; pages go on after the rows that were shown."""
    target = workbench.open_guest().target
    for guest in ("old", "g1"):
        workbench.store.projects.add_opening(guest, target)
    for number in range(1, PAGE + 3):
        workbench.add_exchange(make_exchange(number, guest="g1" if number % 2 else "old", took=float(number)))
    bar = ListFilter(order=SortOrder(by=SortColumn.TOOK))
    with workbench.app.app_context():
        first = page("g1", bar)
        rest = page("g1", bar, before=first.more)
    assert [row.id for row in (*first.rows, *rest.rows)] == list(range(PAGE + 2, 0, -1))
    assert (first.earlier, first.by_time, rest.more) == ((), False, None)


def test_a_text_is_found_everywhere_if_that_is_asked_for(workbench: WorkbenchClient) -> None:
    """Without that only in what the list shows."""
    workbench.add_exchange(make_exchange(1))
    with workbench.app.app_context():
        assert page("g1", ListFilter(text="Hello")).rows == ()
        assert [row.id for row in page("g1", ListFilter(text="Hello", everywhere=True)).rows] == [1]


@pytest.mark.parametrize("name", ["took", "size", "sql"])
def test_a_huge_number_finds_nothing(workbench: WorkbenchClient, name: str) -> None:
    """It is one that the store can compare."""
    workbench.open_guest()
    workbench.add_exchange(make_exchange(1))
    with workbench.app.app_context():
        assert page("g1", read({name: "9" * 18})).rows == ()


def test_visitors_are_those_of_the_app(workbench: WorkbenchClient) -> None:
    """An app without a project has none."""
    target = workbench.open_guest().target
    workbench.store.projects.add_opening("g1", target)
    workbench.add_exchange(make_exchange(1))
    workbench.store.marks.set_visitor(1, "ada")
    with workbench.app.app_context():
        assert visitors("g1") == ("ada",)
        assert visitors("unknown") == ()
