"""Tests of the tables of exchanges: replacing, and deleting the oldest."""

import os
from pathlib import Path

from server.store import ExchangeFilter, Store
from tests.support.sample_exchanges import event, exchange, request, verdict


def test_the_same_id_replaces(store: Store) -> None:
    """The search finds the new contents, not the old ones."""
    store.add(exchange())
    store.add(exchange(request=request("/changed")))
    assert [row.path for row in store.rows(ExchangeFilter(text="changed"))] == ["/changed"]
    assert not store.rows(ExchangeFilter(text="orders/7"))
    assert len(store.rows()) == 1


def test_the_oldest_exchanges_are_deleted_at_the_limit(path: Path) -> None:
    """The file stays near its limit; exchanges that decided a verdict are kept."""
    cap = 1 << 20
    store = Store(path, cap_bytes=cap)
    first = store.verdicts.save(verdict(exchange(0, events=())))
    for number in range(1000, 1400):
        noise = os.urandom(6000).hex()
        store.add(exchange(number, events=(event("log", {"message": noise}),)))
        if number % 50 == 0:
            store.flush()
    store.flush()
    rows = store.rows(limit=5000)
    assert rows[0].id == 1399
    assert 10 < len(rows) < 300
    assert rows[-1].id == first.exchange_id
    assert not store.rows(ExchangeFilter(run="run1", text="nothing"))
    store.close()
    assert path.stat().st_size < cap * 2
