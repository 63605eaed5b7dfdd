"""Tests of the search in the history, and of the rows that it returns."""

import pytest

from server.model.exchange import ExchangeState
from server.store import ExchangeFilter, SortColumn, SortOrder, Store
from tests.support.sample_exchanges import event, exchange, request, response


def test_a_row_has_what_lists_show(store: Store) -> None:
    """Such as the endpoint, the error and the size."""
    wrong = event("exception", {"type": "ValueError", "message": "bad", "http": None})
    abort = event("exception", {"type": "NotFound", "message": "404", "http": 404})
    store.add(exchange(events=(event("routing", {"endpoint": "orders.show"}), wrong, abort)))
    (row,) = store.rows(ExchangeFilter())
    assert (row.id, row.method, row.path, row.status, row.size) == (1, "POST", "/orders/7", 200, 5)
    assert (row.endpoint, row.error, row.content_type) == ("orders.show", "ValueError: bad", "image/png")


def test_an_exception_without_a_message_is_its_name(store: Store) -> None:
    """No colon stands at the end, where the message would be."""
    wrong = event("exception", {"type": "SystemExit", "message": "", "http": None})
    store.add(exchange(events=(wrong,)))
    (row,) = store.rows(ExchangeFilter())
    assert row.error == "SystemExit"


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (ExchangeFilter(), [4, 3, 2, 1]),
        (ExchangeFilter(text="alpha"), [3, 1]),
        (ExchangeFilter(text="ALPHA"), [3, 1]),
        (ExchangeFilter(text=" lph "), [3, 1]),
        (ExchangeFilter(text="ta"), [4, 2]),
        (ExchangeFilter(text="TA"), [4, 2]),
        (ExchangeFilter(text='"'), []),
        (ExchangeFilter(text='a" OR "b'), []),
        (ExchangeFilter(text="%%%"), []),
        (ExchangeFilter(text="\0"), []),
        (ExchangeFilter(method="post"), [3]),
        (ExchangeFilter(method="POS"), []),
        (ExchangeFilter(status_class=5), [4]),
        (ExchangeFilter(status_class=2), [2, 1]),
        (ExchangeFilter(path="/alpha"), [1]),
        (ExchangeFilter(path="/alpha", method="POST"), []),
        (ExchangeFilter(guest="g1"), [2, 1]),
        (ExchangeFilter(guest="g"), []),
        (ExchangeFilter(run="r2"), [4, 3]),
        (ExchangeFilter(failed=True), [4, 3]),
        (ExchangeFilter(text="alpha", method="GET", status_class=2, guest="g1", run="r1"), [1]),
        (ExchangeFilter(text="al", method="POST"), [3]),
    ],
    ids=str,
)
def test_filters_narrow(store: Store, wanted: ExchangeFilter, ids: list[int]) -> None:
    """All conditions must hold, newest first, whatever the user types."""
    lost = ExchangeState.LOST
    store.add(exchange(1, request=request("/alpha"), guest="g1", run="r1", events=()))
    store.add(exchange(2, request=request("/beta"), guest="g1", run="r1", events=()))
    store.add(
        exchange(
            3, request=request("/alpha/2", "POST"), response=None, guest="g2", run="r2", state=lost, events=()
        )
    )
    store.add(exchange(4, request=request("/beta"), response=response(503), guest="g2", run="r2", events=()))
    assert [row.id for row in store.rows(wanted)] == ids
    assert [row.id for row in store.rows(wanted, before=3)] == [number for number in ids if number < 3]
    assert [row.id for row in store.rows(wanted, limit=1)] == ids[:1]


def fill(store: Store) -> None:
    """Store three exchanges that differ in what is sorted and filtered by."""
    statements = tuple(event("sql", {"statement": "select 1"}) for _number in range(3))
    raised = event("exception", {"type": "KeyError", "message": "x", "http": None})
    store.add(
        exchange(
            1, request=request("/b"), response=response(200), took=30.0, events=statements, started_at=9e8
        )
    )
    store.add(exchange(2, request=request("/c"), response=response(404), took=5.0, events=(raised,)))
    store.add(exchange(3, request=request("/a"), took=None, events=(), started_at=9e8))


@pytest.mark.parametrize(
    ("wanted", "ids"),
    [
        (ExchangeFilter(took=5.0), [2, 1]),
        (ExchangeFilter(took=6), [1]),
        (ExchangeFilter(size=5), [3]),
        (ExchangeFilter(sql_count=1), [1]),
        (ExchangeFilter(raised=True), [2]),
        (ExchangeFilter(since=8e8), [3, 1]),
        (ExchangeFilter(took=1, since=8e8, text="GET"), [1]),
    ],
    ids=str,
)
def test_least_values_narrow(store: Store, wanted: ExchangeFilter, ids: list[int]) -> None:
    """What has no value, such as the time of a request without an end, is left out."""
    fill(store)
    assert [row.id for row in store.rows(wanted)] == ids


@pytest.mark.parametrize(
    ("by", "ids"),
    [
        (SortColumn.TIME, [3, 2, 1]),
        (SortColumn.PATH, [2, 1, 3]),
        (SortColumn.STATUS, [2, 3, 1]),
        (SortColumn.TOOK, [1, 2, 3]),
        (SortColumn.SIZE, [3, 2, 1]),
        (SortColumn.SQL, [1, 3, 2]),
    ],
)
def test_a_list_is_sorted_by_any_column(store: Store, by: SortColumn, ids: list[int]) -> None:
    """The other way round it is the same list backwards; pages of it have no row twice."""
    fill(store)
    assert [row.id for row in store.rows(order=SortOrder(by=by))] == ids
    assert [row.id for row in store.rows(order=SortOrder(by=by, ascending=True))] == ids[::-1]
    paged = [store.rows(order=SortOrder(by=by), limit=1, skip=number)[0].id for number in range(3)]
    assert paged == ids
