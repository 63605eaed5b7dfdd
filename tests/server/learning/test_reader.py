"""Test what the reader's actions do together: predict, skip, edit and start over."""

from typing import cast

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.learning.bookmark import ReadingPosition
from server.learning.reader import Reader
from server.model.claim import Claim, Outcome
from server.model.lab import Lab
from server.store import Store
from server.web.base.background import start_thread
from tests.server.learning.conftest import FakeProver, verdict

PATIENCE = 20.0


@pytest.fixture
def reader(store: Store, prover: FakeProver, catalogue: Catalogue, working_copies: WorkingCopies) -> Reader:
    """A reader who has done nothing yet."""
    return Reader(
        store=store,
        prover=cast(Prover, prover),
        catalogue=catalogue,
        working_copies=working_copies,
        start_thread=start_thread,
    )


def test_nothing_is_shown_before_the_prediction(reader: Reader, store: Store, lab: Lab, claim: Claim) -> None:
    """Even where a verdict is kept."""
    store.verdicts.save(verdict(claim.id, Outcome.HOLDS))
    view = reader.view(lab, claim)
    assert (view.state, view.verdict, view.tried) == ("open", None, ())


def test_a_prediction_decides_the_claim_and_moves_the_bookmark(
    reader: Reader, lab: Lab, claim: Claim
) -> None:
    """The verdict scores the guess."""
    assert reader.predict(lab, claim, Outcome.HOLDS).done.wait(PATIENCE)
    view = reader.view(lab, claim)
    assert (view.state, view.guess, view.right) == ("decided", Outcome.HOLDS, True)
    assert reader.bookmark.position() == ReadingPosition(lab=lab.slug, anchor=f"claim-{claim.id}")


def test_a_skipped_claim_is_shown_without_a_guess(reader: Reader, lab: Lab, claim: Claim) -> None:
    """It is neither right nor wrong."""
    assert reader.skip(lab, claim).done.wait(PATIENCE)
    view = reader.view(lab, claim)
    assert (view.state, view.skipped, view.right) == ("decided", True, None)


def test_starting_over_hides_everything_and_keeps_the_verdicts(
    reader: Reader, store: Store, lab: Lab, claim: Claim
) -> None:
    """The bookmark is cleared too."""
    assert reader.predict(lab, claim, Outcome.HOLDS).done.wait(PATIENCE)
    reader.forget_predictions()
    assert reader.view(lab, claim).state == "open"
    assert reader.bookmark.position() is None
    assert store.verdicts.of(lab.slug)[claim.id].outcome is Outcome.HOLDS


def test_a_copy_is_untested_until_its_claims_are_run(
    reader: Reader, working_copies: WorkingCopies, lab: Lab
) -> None:
    """And again after its verdicts were dropped with another copy."""
    assert not reader.has_untested_copy(lab)
    working_copies.write(lab, lab.app, "# edited\n")
    assert reader.has_untested_copy(lab)
    run = reader.edit_effects.start(lab)
    while run.running:
        run = reader.edit_effects.watch(lab, run.version, PATIENCE)
    assert len(run.turned) == len(lab.claims)
    assert not reader.has_untested_copy(lab)
    reader.forget_copy(lab)
    assert reader.has_untested_copy(lab)


def test_an_edit_that_does_not_start_makes_verdicts_stale(reader: Reader, lab: Lab, claim: Claim) -> None:
    """Until the copy is gone."""
    assert reader.predict(lab, claim, Outcome.HOLDS).done.wait(PATIENCE)
    reader.mark_stale(lab)
    assert reader.view(lab, claim).stale
    reader.forget_copy(lab)
    assert not reader.view(lab, claim).stale
