"""Test what is recorded of the reader's guesses, also where the stored values are damaged."""

import pytest

from server.learning.predictions import FIRST_GUESSES, HIDDEN, SKIPPED, PredictionRecord
from server.model.claim import Outcome
from server.model.lab import Lab
from server.store import Store


@pytest.fixture
def record(store: Store) -> PredictionRecord:
    """The predictions of a reader who has made none."""
    return PredictionRecord(store)


def test_the_last_guess_counts_until_the_claim_is_hidden(record: PredictionRecord) -> None:
    """A hidden claim has no guess; a new guess shows it again."""
    record.add("lab", "a", Outcome.HOLDS)
    record.add("lab", "a", Outcome.FAILS)
    assert record.guesses("lab") == {"a": Outcome.FAILS}
    record.hide("lab", "a")
    assert record.guesses("lab") == {}
    record.add("lab", "a", Outcome.HOLDS)
    assert record.guesses("lab") == {"a": Outcome.HOLDS}


def test_an_undecided_outcome_scores_nothing(record: PredictionRecord) -> None:
    """The first guess stays open until the claim is decided."""
    record.add("lab", "a", Outcome.HOLDS)
    record.score("lab", "a", Outcome.UNDECIDED)
    assert record.first_guesses("lab") == {}
    record.score("lab", "a", Outcome.FAILS)
    assert not record.first_guesses("lab")["a"].right


def test_a_claim_without_a_guess_is_not_scored(record: PredictionRecord) -> None:
    """A verdict found before any prediction leaves the first guess open."""
    record.score("lab", "a", Outcome.HOLDS)
    record.add("lab", "a", Outcome.HOLDS)
    record.score("lab", "a", Outcome.FAILS)
    assert not record.first_guesses("lab")["a"].right


def test_only_the_first_guess_is_scored(record: PredictionRecord) -> None:
    """A second guess, made with the verdict known, changes no score."""
    record.add("lab", "a", Outcome.HOLDS)
    record.score("lab", "a", Outcome.FAILS)
    record.add("lab", "a", Outcome.FAILS)
    record.score("lab", "a", Outcome.FAILS)
    assert not record.first_guesses("lab")["a"].right


def test_damaged_values_are_left_out(record: PredictionRecord, store: Store) -> None:
    """The readable part of a damaged record counts."""
    store.settings.set(FIRST_GUESSES + "lab", {"a": ["holds", "holds"], "b": ["maybe", "holds"], "c": 3})
    store.settings.set(HIDDEN + "lab", "all of them")
    store.settings.set(SKIPPED + "lab", {"a": True})
    assert list(record.first_guesses("lab")) == ["a"]
    assert record.hidden("lab") == frozenset()
    assert record.skipped("lab") == frozenset()


def test_a_guess_after_skipping_is_not_the_first(record: PredictionRecord) -> None:
    """The verdict was seen already; a claim that is hidden again is no longer skipped."""
    record.skip("lab", "a")
    assert record.skipped("lab") == {"a"}
    record.add("lab", "a", Outcome.HOLDS)
    record.score("lab", "a", Outcome.HOLDS)
    assert record.first_guesses("lab") == {}
    record.skip("lab", "a")
    record.hide("lab", "a")
    assert record.skipped("lab") == frozenset()


def test_a_verdict_is_shown_once_predicted_or_skipped(record: PredictionRecord, lab: Lab) -> None:
    """And not before, nor after the claim was hidden."""
    one, other = lab.claims[:2]
    assert not record.is_shown(lab, one)
    record.add(lab.slug, one.id, Outcome.HOLDS)
    record.skip(lab.slug, other.id)
    assert record.is_shown(lab, one)
    assert record.is_shown(lab, other)
    record.hide(lab.slug, one.id)
    record.hide(lab.slug, other.id)
    assert not record.is_shown(lab, one)
    assert not record.is_shown(lab, other)


def test_forgetting_leaves_other_labs_alone(record: PredictionRecord) -> None:
    """Guesses, scores, and hidden and skipped claims of the named labs are gone."""
    for lab in ("lab", "other"):
        record.add(lab, "a", Outcome.HOLDS)
        record.score(lab, "a", Outcome.FAILS)
        record.hide(lab, "c")
        record.skip(lab, "b")
    record.forget(["lab", "unread"])
    assert record.guesses("lab") == {}
    assert record.first_guesses("lab") == {}
    assert not record.hidden("lab")
    assert not record.skipped("lab")
    assert list(record.first_guesses("other")) == ["a"]
    record.add("lab", "a", Outcome.HOLDS)
    record.score("lab", "a", Outcome.HOLDS)
    assert record.first_guesses("lab")["a"].right
