"""Tests of the filter bar above the list of exchanges."""

from dataclasses import replace

import pytest

from server.model.exchange import ExchangeState
from server.model.notifications import ExchangeStarted
from server.web.bench.list_filter import PAGE, ListFilter, read, rows
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ({}, ListFilter()),
        ({"text": " cart ", "method": "post"}, ListFilter(text="cart", method="POST")),
        ({"status": "4", "static": "hide"}, ListFilter(status="4", hide_static=True)),
        ({"status": "failed"}, ListFilter(status="failed")),
        ({"status": "9", "static": "show", "other": "x"}, ListFilter()),
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
    ):
        assert not some.empty


def test_pages_go_on_where_the_last_one_ended(workbench: WorkbenchClient) -> None:
    """The rows are those of one guest, newest first."""
    for number in range(1, PAGE + 3):
        workbench.add_exchange(make_exchange(number))
    workbench.add_exchange(make_exchange(500, guest="g2"))
    with workbench.app.app_context():
        first, more = rows("g1", ListFilter())
        rest, end = rows("g1", ListFilter(), before=more)
    assert [row.id for row in (*first, *rest)] == list(range(PAGE + 2, 0, -1))
    assert len(first) == PAGE
    assert end is None


def test_static_files_can_be_hidden(workbench: WorkbenchClient) -> None:
    """They are left out of the page, which may then be shorter."""
    page = make_exchange(1)
    workbench.add_exchange(page)
    workbench.add_exchange(replace(make_exchange(2), request=replace(page.request, path="/site.css")))
    with workbench.app.app_context():
        assert [row.id for row in rows("g1", ListFilter())[0]] == [2, 1]
        assert [row.id for row in rows("g1", ListFilter(hide_static=True))[0]] == [1]


def test_an_unfinished_exchange_comes_first_where_nothing_is_filtered(workbench: WorkbenchClient) -> None:
    """It is not in the store yet, so a filter cannot be applied to it."""
    workbench.add_exchange(make_exchange(1))
    workbench.live_feed.handle(ExchangeStarted(make_exchange(2, state=ExchangeState.OPEN, response=None)))
    with workbench.app.app_context():
        assert [row.id for row in rows("g1", ListFilter())[0]] == [2, 1]
        assert [row.id for row in rows("g1", ListFilter(text="no such path"))[0]] == []
        assert [row.id for row in rows("g2", ListFilter())[0]] == []
