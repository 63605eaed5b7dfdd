"""Tests of the search in everything that is kept of exchanges."""

from dataclasses import replace

import pytest

from server.model.exchange import Body
from server.store import ExchangeFilter, Store, contents_search
from tests.support.sample_exchanges import event, exchange, response


def found(store: Store, text: str, **others: str) -> list[int]:
    """Return the ids of the exchanges with a text."""
    rows, more = store.search_contents(ExchangeFilter(text=text, **others))  # type: ignore[arg-type]  # texts only
    assert more is None
    return [row.id for row in rows]


def test_headers_bodies_and_events_are_searched(store: Store) -> None:
    """In any case, also characters that JSON escapes."""
    headed = replace(response(200), headers=(("X-Trace", "Needle-1"),))
    body = Body(data=b'say "needle"', size=12, content_type="text/plain")
    store.add(exchange(1, response=headed))
    store.add(exchange(2, response=replace(response(200), body=body)))
    store.add(exchange(3, events=(event("sql", {"statement": "select * from NEEDLE"}),)))
    store.add(exchange(4))
    assert found(store, "needle") == [3, 2, 1]
    assert found(store, 'say "Needle"') == [2]
    assert found(store, "ne") == [3, 2, 1]
    assert found(store, "orders/7") == [4, 3, 2, 1]
    assert found(store, "needle", guest="nobody") == []


def test_a_note_is_searched(store: Store) -> None:
    """The user's own words are in no exchange."""
    store.add(exchange(1))
    store.flush()
    store.marks.note(1, "Look here")
    assert found(store, "look HERE") == [1]


def test_a_page_reads_so_many_exchanges_and_the_next_one_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long history is searched page by page, so that each answer comes soon."""
    monkeypatch.setattr(contents_search, "MOST_READ", 200)
    for number in range(1, 351):
        store.add(
            exchange(number, events=(event("log", {"message": "rare" if number in (1, 340) else "-"}),))
        )
    wanted = ExchangeFilter(text="rare")
    rows, more = store.search_contents(wanted)
    assert ([row.id for row in rows], more) == ([340], 151)
    rows, more = store.search_contents(wanted, before=more)
    assert ([row.id for row in rows], more) == ([1], None)
    rows, more = store.search_contents(wanted, limit=1)
    assert ([row.id for row in rows], more) == ([340], 340)


@pytest.mark.hardness("damaged-store")
def test_damaged_contents_are_passed_over(store: Store) -> None:
    """They can hold anything."""
    store.add(exchange(1))
    store.add(exchange(2))
    store.flush()
    store._tables.write("UPDATE contents SET data = ? WHERE id = 2", (b"broken",))
    assert found(store, "index") == [1]
