"""Tests of the stored predictions."""

from server.model.claim import Outcome
from server.store import Store


def test_the_last_prediction_counts(store: Store) -> None:
    """Predictions are stored in order."""
    store.predictions.add("session", "encrypted", Outcome.HOLDS)
    store.predictions.add("session", "signed", Outcome.FAILS)
    store.predictions.add("session", "encrypted", Outcome.FAILS)
    assert store.predictions.of("session") == {"encrypted": Outcome.FAILS, "signed": Outcome.FAILS}
    assert store.predictions.of("wsgi") == {}


def test_predictions_are_removed_lab_by_lab(store: Store) -> None:
    """Those of the named labs and no others."""
    for lab in ("session", "wsgi"):
        store.predictions.add(lab, "a", Outcome.HOLDS)
    store.predictions.remove(["session", "unread"])
    assert store.predictions.of("session") == {}
    assert store.predictions.of("wsgi") == {"a": Outcome.HOLDS}
