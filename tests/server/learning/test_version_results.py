"""Test which version results of a claim are shown, and how ranges are written."""

from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import Babel

from server.learning.version_results import range_words, version_results
from server.model.claim import Claim, Outcome
from server.model.versions import Versions
from server.store import InterpreterResult, Store
from tests.server.learning.conftest import verdict

HOLDS, FAILS = Outcome.HOLDS, Outcome.FAILS
NEW, OLD = Versions(python="3.12.1", flask="3.1.3"), Versions(python="3.9.2", flask="2.2.5")


def results(
    store: Store, claim: Claim, *found: tuple[Versions, Outcome, str]
) -> tuple[InterpreterResult, ...]:
    """Return the stored results of a claim on these versions, with the paths of the interpreters."""
    for versions, outcome, python in found:
        store.results.add(replace(verdict(claim.id, outcome), versions=versions), python)
    return store.results.of("visits").get(claim.id, ())


@pytest.fixture
def ranged(claim: Claim) -> Claim:
    """A claim that holds since Flask 3 and fails before."""
    return replace(claim, expected=(("flask>=3", HOLDS), ("", FAILS)))


def test_one_result_in_one_range_is_not_listed(store: Store, claim: Claim) -> None:
    """The claim's card shows it already."""
    assert version_results(claim, results(store, claim, (NEW, HOLDS, ""))) == ()


def test_ranges_keep_their_order_and_may_be_untried(store: Store, ranged: Claim) -> None:
    """A range that nothing was tried in has no versions."""
    tried, untried = version_results(ranged, results(store, ranged, (NEW, HOLDS, "")))
    assert (tried.range, tried.expected, tried.outcome, tried.versions) == ("flask>=3", HOLDS, HOLDS, NEW)
    assert (untried.range, untried.expected, untried.outcome, untried.versions) == ("", FAILS, None, None)
    assert not tried.differs
    assert not untried.differs


def test_an_unexpected_result_differs(store: Store, ranged: Claim) -> None:
    """It is listed under the range that it contradicts."""
    found = results(store, ranged, (NEW, HOLDS, ""), (OLD, HOLDS, "/opt/old"))
    new, old = version_results(ranged, found)
    assert (old.range, old.interpreter, old.differs) == ("", "/opt/old", True)
    assert not new.differs


def test_equal_results_are_one_entry(store: Store, ranged: Claim) -> None:
    """Two interpreters with the same versions say the same."""
    found = results(store, ranged, (OLD, FAILS, "/opt/a"), (OLD, FAILS, "/opt/b"), (NEW, HOLDS, ""))
    assert [entry.versions for entry in version_results(ranged, found)] == [NEW, OLD]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flask>=3.1", "Flask ≥ 3.1"),
        ("werkzeug<3, python!=3.12", "Werkzeug < 3, Python ≠ 3.12"),
        ("flask==2.2", "Flask 2.2"),
        ("", "any other version"),
    ],
)
def test_a_range_is_written_for_people(text: str, words: str) -> None:
    """With the names and signs that they use."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        assert range_words(text) == words
