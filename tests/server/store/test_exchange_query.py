"""Tests of the search in the history, and of the rows that it returns."""

import pytest

from server.model.exchange import ExchangeState
from server.store import ExchangeFilter, Store
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
