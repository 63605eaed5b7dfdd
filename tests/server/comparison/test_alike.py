"""Tests of finding the exchanges that one is compared with."""

from pathlib import Path

from server.comparison.alike import alike, previous
from server.model.guest import Target, TargetKind
from server.store import Store
from tests.support.sample_exchanges import exchange, request


def test_they_have_the_same_app_method_and_path() -> None:
    """Those of earlier openings of the app count, those of other apps do not."""
    store = Store(None)
    target = Target(kind=TargetKind.FILE, spec="a", root=Path("/srv"), app="a.py", name="a")
    store.projects.add_opening("old", target)
    store.projects.add_opening("new", target)
    for number, guest, asked in (
        (1, "old", request("/cart")),
        (2, "other", request("/cart")),
        (3, "new", request("/cart", "POST")),
        (4, "new", request("/cart/7")),
        (5, "new", request("/cart")),
        (6, "new", request("/cart")),
    ):
        store.add(exchange(number, guest=guest, request=asked))
    middle = store.exchange(5)
    assert middle is not None
    rows = alike(store, middle)
    assert [row.id for row in rows] == [6, 1]
    assert previous(rows, middle) == 1
    alone = store.exchange(2)
    assert alone is not None
    assert alike(store, alone) == ()
    assert previous((), alone) is None
    store.close()
