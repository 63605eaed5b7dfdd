"""Tests of the stored verdicts."""

from server.model.claim import Outcome
from server.store import Store
from tests.support.sample_exchanges import exchange, request, verdict


def test_verdicts_name_the_exchange_that_decided_them(store: Store) -> None:
    """The last exchange of a verdict is stored, and the last verdict of a claim counts."""
    stored = store.verdicts.save(verdict(exchange(0), exchange(0, request=request("/decided"))))
    assert store.verdicts.of("session") == {"encrypted": stored}
    assert stored.exchange_id is not None
    decided = store.exchange(stored.exchange_id)
    assert decided is not None
    assert decided.request.path == "/decided"
    later = store.verdicts.save(verdict(outcome=Outcome.UNDECIDED, expected=None, remedy="Install it."))
    assert store.verdicts.of("session") == {"encrypted": later}
    assert later.exchange_id is None
    assert store.verdicts.of("other") == {}


def test_an_exchange_with_an_id_is_not_stored_again(store: Store) -> None:
    """The verdict refers to the exchange that is in the store already."""
    store.add(exchange(7))
    assert store.verdicts.save(verdict(exchange(7))).exchange_id == 7
    assert len(store.rows()) == 1
    store.flush()
    assert store.verdicts.of("session")["encrypted"].exchange_id == 7
