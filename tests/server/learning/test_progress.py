"""Test the counts of what the reader has predicted and what was decided."""

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.learning.predictions import PredictionRecord
from server.learning.progress import Progress, Score, Tally
from server.model.claim import Outcome
from server.model.lab import Lab
from server.store import Store
from tests.server.learning.conftest import verdict


@pytest.fixture
def record(store: Store) -> PredictionRecord:
    """The predictions of a reader who has made none."""
    return PredictionRecord(store)


@pytest.fixture
def progress(
    store: Store, catalogue: Catalogue, record: PredictionRecord, working_copies: WorkingCopies
) -> Progress:
    """The progress of that reader."""
    return Progress(store, catalogue, record, working_copies)


def test_a_new_reader_has_everything_left(progress: Progress, lab: Lab) -> None:
    """Every lab of the catalogue is listed."""
    overview = progress.overview()
    assert lab.slug in [row.lab.slug for row in overview.rows]
    assert overview.tally.left == overview.tally.claims > len(lab.claims)
    assert overview.score == Score()
    assert overview.wrong == ()


def test_claims_are_counted_by_what_happened_to_them(
    progress: Progress, record: PredictionRecord, store: Store, lab: Lab
) -> None:
    """Predicted, skipped, decided; `ahead` are decided claims that the reader has still to meet."""
    first, second, third, *_ = (claim.id for claim in lab.claims)
    record.add(lab.slug, first, Outcome.FAILS)
    record.score(lab.slug, first, Outcome.HOLDS)
    record.skip(lab.slug, second)
    for claim in (first, third):
        store.verdicts.save(verdict(claim, Outcome.HOLDS))
    store.verdicts.save(verdict(second, Outcome.UNDECIDED))
    row = next(row for row in progress.overview().rows if row.lab.slug == lab.slug)
    assert row.tally == Tally(claims=len(lab.claims), predicted=1, skipped=1, proved=2, ahead=1)
    assert (row.score, [claim.id for claim in row.wrong]) == (Score(right=0, wrong=1), [first])
    assert progress.predicted(lab) == 1


def test_an_edited_lab_is_marked(progress: Progress, working_copies: WorkingCopies, lab: Lab) -> None:
    """As long as it has a working copy."""
    working_copies.write(lab, lab.app, "# edited\n")
    assert next(row for row in progress.overview().rows if row.lab.slug == lab.slug).edited
    working_copies.restore(lab)
    assert not any(row.edited for row in progress.overview().rows)


def test_a_changed_verdict_counts_once_it_may_be_seen(
    progress: Progress, record: PredictionRecord, store: Store, lab: Lab
) -> None:
    """Before the prediction it would reveal the outcome."""
    claim = lab.claims[0].id
    store.results.add(verdict(claim, Outcome.HOLDS))
    store.results.add(verdict(claim, Outcome.FAILS))
    assert [row.changed for row in progress.overview().rows if row.lab.slug == lab.slug] == [0]
    record.add(lab.slug, claim, Outcome.HOLDS)
    assert [row.changed for row in progress.overview().rows if row.lab.slug == lab.slug] == [1]
