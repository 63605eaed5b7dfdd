"""Tests of the count of exchanges that are kept no longer."""

import pytest

from server.store.writing import lost_exchanges
from server.store.writing.lost_exchanges import Lost, LostExchanges


def test_losses_are_counted_by_app_and_reason() -> None:
    """One app says nothing of another's."""
    lost = LostExchanges()
    lost.add_deleted({"g1": 2, "g2": 1})
    lost.add_deleted({"g1": 1})
    lost.add_unwritten({"g1": 5})
    assert lost.of("g1") == Lost(deleted=3, unwritten=5)
    assert lost.of("g2") == Lost(deleted=1)
    assert lost.of("g3") == Lost()


def test_the_number_of_apps_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that are counted already are counted on."""
    monkeypatch.setattr(lost_exchanges, "MOST_GUESTS", 1)
    lost = LostExchanges()
    lost.add_deleted({"g1": 1, "g2": 1})
    lost.add_deleted({"g1": 1})
    assert lost.of("g1") == Lost(deleted=2)
    assert lost.of("g2") == Lost()
