"""Tests of the effects of an edit: shown as they are found, but no verdict before its prediction."""

import re
from pathlib import Path

import pytest

from server.model.claim import Outcome
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.handbook import edit_effects
from tests.support.handbook_client import SAMPLE_LABS, HandbookClient, make_verdict

PRINTED = (SAMPLE_LABS / "7-state" / "visits" / "app.py").read_text("utf-8")
CHANGED = PRINTED.replace("+ 1", "+ 2")


def edit(handbook: HandbookClient, text: str = CHANGED) -> str:
    """Save the text, and return the panel when all claims are decided."""
    handbook.post("/visits/source", **{"file:app.py": text})
    handbook.wait_until_decided()
    return " ".join(handbook.get("/visits/turned").split())


def test_every_claim_is_compared_with_the_printed_lab(handbook: HandbookClient) -> None:
    """None was predicted or proved before: all are decided on both, and those that differ are named."""
    turned = ("counts", "never")
    expected = handbook.prover.expected_verdict
    handbook.prover.decision = lambda lab, claim, folder: expected(
        lab, claim, folder if claim in turned else None
    )
    panel = edit(handbook)
    assert "2 of 4 claims changed" in panel
    listed = panel.split("<details")[0]
    assert re.findall(r'href="#claim-([a-z-]+)"', listed) == ["counts", "never"]
    assert "2 unchanged" in panel
    assert len(handbook.workbench.store.verdicts.of("visits")) == 4


def test_claims_that_are_shown_come_first(handbook: HandbookClient) -> None:
    """Claims whose verdict is shown are decided before the others."""
    handbook.predict("never")
    handbook.prover.calls.clear()
    edit(handbook)
    assert handbook.prover.calls[0] == ("decide", "visits", "never")


def test_outcomes_are_not_searched(handbook: HandbookClient) -> None:
    """That it turned is no verdict; only cards of claims that are shown come with the panel."""
    handbook.predict("counts")
    handbook.post("/visits/source", **{"file:app.py": CHANGED})
    handbook.wait_until_decided()
    panel = handbook.get("/visits/turned?seen=0")
    assert 'id="claim-counts"' in panel
    assert "changed by your edit" in panel
    assert panel.count('hx-swap-oob="true"') == 1
    assert "It was seen: never" not in panel


def test_known_verdicts_are_not_decided_again(handbook: HandbookClient) -> None:
    """The printed lab's verdict on the same versions is stored, so a second edit costs one run."""
    edit(handbook)
    handbook.prover.calls.clear()
    edit(handbook, CHANGED + "\n# more\n")
    assert sorted(call[2] for call in handbook.prover.calls) == [
        "counts",
        "never",
        "new-each-time",
        "readable",
    ]


def test_progress_is_shown_as_it_happens(handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """While claims are decided the panel asks again, and gets only new verdicts."""
    monkeypatch.setattr(edit_effects, "WAIT_SECONDS", 0.0)
    handbook.prover.gate.clear()
    answer = handbook.post("/visits/source", **{"file:app.py": CHANGED})
    assert "0 of 4 claims decided on your copy" in answer
    assert re.search(r'hx-get="/handbook/visits/turned\?seen=\d+" hx-trigger="load delay:40ms"', answer)
    handbook.prover.gate.set()
    handbook.wait_until_decided()
    assert "4 of 4 claims changed" in handbook.get("/visits/turned")


def test_an_undecided_claim_is_neither_changed_nor_the_same(handbook: HandbookClient) -> None:
    """A reason or a problem is shown beside the claim."""

    def say(lab: str, claim: str, folder: Path | None) -> object:
        if folder is None:
            return handbook.prover.expected_verdict(lab, claim, None)
        if claim == "counts":
            return Problem(code=ProblemCode.GUEST_GONE, cause="The guest is gone.", remedy="Restart.")
        return make_verdict(lab, claim, Outcome.UNDECIDED, reason="It answered 500.", remedy="Mend it.")

    handbook.prover.decision = say  # type: ignore[assignment]  # both are what it may say
    panel = edit(handbook)
    assert "No claim could be decided on your copy" in panel
    assert "4 cannot be decided now" in panel
    assert "The guest is gone." in panel
    assert panel.count("It answered 500.") == 3


def test_an_edit_that_changes_nothing_turns_nothing(handbook: HandbookClient) -> None:
    """The panel says so."""
    handbook.prover.decision = lambda lab, claim, _folder: handbook.prover.expected_verdict(lab, claim, None)
    assert "No claim changed: 4 come out as in the original lab" in edit(handbook)


def test_a_restored_lab_has_no_panel_and_its_own_verdicts(handbook: HandbookClient) -> None:
    """The run is forgotten, and the cards that come with the source are those of the printed lab."""
    handbook.predict("counts")
    edit(handbook)
    answer = handbook.post("/visits/restore")
    assert "claims changed" not in answer
    card = answer.split('id="claim-counts"', 1)[1]
    assert 'data-outcome="holds"' in card.split(">", 1)[0]
    assert "claims changed" not in handbook.get("/visits/turned")


def test_typing_the_printed_text_again_brings_the_cards_back(handbook: HandbookClient) -> None:
    """A save that makes the copy the printed lab again answers with its verdicts."""
    handbook.predict("counts")
    edit(handbook)
    answer = handbook.post("/visits/source", **{"file:app.py": PRINTED})
    assert 'data-outcome="holds"' in answer
    assert "claims changed" not in answer


def test_a_copy_from_an_earlier_start_is_decided_when_its_page_opens(handbook: HandbookClient) -> None:
    """The page asks for it by itself, and a lab that is as printed has nothing to be compared."""
    lab = handbook.catalogue.lab("visits")
    assert lab is not None
    handbook.workbench.services.working_copies.write(lab, "app.py", CHANGED)
    assert 'hx-post="/handbook/visits/turned" hx-trigger="load"' in handbook.get("/visits")
    handbook.post("/visits/turned")
    handbook.wait_until_decided()
    assert 'hx-post="/handbook/visits/turned"' not in handbook.get("/visits")
    assert "4 of 4 claims changed" in handbook.get("/visits")
    assert "claims" not in handbook.post("/echo/turned").split('data-state="idle"')[1]


def test_an_internal_error_ends_the_run(handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is in the log, and the page does not wait forever."""

    def broken(*_: object) -> None:
        raise LookupError("our own mistake")

    handbook.get("/visits")
    monkeypatch.setattr(handbook.reader.decisions, "printed_outcome", broken)
    handbook.post("/visits/turned")
    lab = handbook.catalogue.lab("visits")
    assert lab is not None
    handbook.workbench.services.working_copies.write(lab, "app.py", CHANGED)
    handbook.post("/visits/turned")
    handbook.wait_until_decided()
    assert not handbook.reader.edit_effects.of(lab).running
