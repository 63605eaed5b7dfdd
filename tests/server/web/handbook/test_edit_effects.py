"""Which claims an edit has turned: told as they are found, and no verdict before its guess."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.model.claim import Outcome
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.handbook import edit_effects
from tests.server.web.handbook_stage import LABS, Book, booked, verdict

PRINTED = (LABS / "7-state" / "visits" / "app.py").read_text("utf-8")
CHANGED = PRINTED.replace("+ 1", "+ 2")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Two labs, nothing predicted."""
    with booked(tmp_path) as found:
        yield found


def edit(book: Book, text: str = CHANGED) -> str:
    """Save it, and what the panel says when all is decided."""
    book.post("/visits/source", **{"file:app.py": text})
    book.settle()
    return " ".join(book.get("/visits/turned").split())


def test_every_claim_is_compared_with_the_printed_lab(book: Book) -> None:
    """None was predicted or proved before: all are decided on both, and those that differ are named."""
    turned = ("counts", "never")
    expected = book.prover.as_expected
    book.prover.say = lambda lab, claim, folder: expected(lab, claim, folder if claim in turned else None)
    panel = edit(book)
    assert "2 of 4 claims turned" in panel
    listed = panel.split("<details")[0]
    assert re.findall(r'href="#claim-([a-z-]+)"', listed) == ["counts", "never"]
    assert "2 as printed" in panel
    assert len(book.stage.store.verdicts.of("visits")) == 4


def test_claims_that_are_shown_come_first(book: Book) -> None:
    """Who watches a verdict sees it turn before the others are tried."""
    book.predict("never")
    book.prover.calls.clear()
    edit(book)
    assert book.prover.calls[0] == ("decide", "visits", "never")


def test_it_is_not_told_how_a_claim_came_out(book: Book) -> None:
    """That it turned is no verdict; only cards of claims that are shown come with the panel."""
    book.predict("counts")
    book.post("/visits/source", **{"file:app.py": CHANGED})
    book.settle()
    panel = book.get("/visits/turned?seen=0")
    assert 'id="claim-counts"' in panel
    assert "turned by your edit" in panel
    assert panel.count('hx-swap-oob="true"') == 1
    assert "It was seen: never" not in panel


def test_what_is_known_already_is_not_decided_again(book: Book) -> None:
    """The printed lab's verdict on the same versions is kept, so a second edit costs one run."""
    edit(book)
    book.prover.calls.clear()
    edit(book, CHANGED + "\n# more\n")
    assert sorted(call[2] for call in book.prover.calls) == ["counts", "never", "new-each-time", "readable"]


def test_progress_is_told_as_it_comes(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """While claims are decided the panel asks again; what was seen is not sent twice."""
    monkeypatch.setattr(edit_effects, "WAIT_SECONDS", 0.0)
    book.prover.gate.clear()
    answer = book.post("/visits/source", **{"file:app.py": CHANGED})
    assert "0 of 4 claims decided on your copy" in answer
    assert re.search(r'hx-get="/handbook/visits/turned\?seen=\d+" hx-trigger="load delay:40ms"', answer)
    book.prover.gate.set()
    book.settle()
    assert "4 of 4 claims turned" in book.get("/visits/turned")


def test_what_cannot_be_decided_is_neither_turned_nor_the_same(book: Book) -> None:
    """A reason or a problem stands beside the claim."""

    def say(lab: str, claim: str, folder: Path | None) -> object:
        if folder is None:
            return book.prover.as_expected(lab, claim, None)
        if claim == "counts":
            return Problem(code=ProblemCode.GUEST_GONE, cause="The guest is gone.", remedy="Restart.")
        return verdict(lab, claim, Outcome.UNDECIDED, reason="It answered 500.", remedy="Mend it.")

    book.prover.say = say  # type: ignore[assignment]  # both are what it may say
    panel = edit(book)
    assert "No claim could be decided on your copy" in panel
    assert "4 cannot be decided now" in panel
    assert "The guest is gone." in panel
    assert panel.count("It answered 500.") == 3


def test_an_edit_that_changes_nothing_turns_nothing(book: Book) -> None:
    """That is said too."""
    book.prover.say = lambda lab, claim, _folder: book.prover.as_expected(lab, claim, None)
    assert "No claim turned: 4 come out as on the printed lab" in edit(book)


def test_a_restored_lab_has_no_panel_and_its_own_verdicts(book: Book) -> None:
    """The run is forgotten, and the cards that come with the source are those of the printed lab."""
    book.predict("counts")
    edit(book)
    answer = book.post("/visits/restore")
    assert "claims turned" not in answer
    card = answer.split('id="claim-counts"', 1)[1]
    assert 'data-outcome="holds"' in card.split(">", 1)[0]
    assert "claims turned" not in book.get("/visits/turned")


def test_typing_the_printed_text_again_brings_the_cards_back(book: Book) -> None:
    """A save that makes the copy the printed lab again answers with its verdicts."""
    book.predict("counts")
    edit(book)
    answer = book.post("/visits/source", **{"file:app.py": PRINTED})
    assert 'data-outcome="holds"' in answer
    assert "claims turned" not in answer


def test_a_copy_from_an_earlier_start_is_decided_when_its_page_opens(book: Book) -> None:
    """The page asks for it by itself, and a lab that is as printed has nothing to be compared."""
    lab = book.catalogue.lab("visits")
    assert lab is not None
    book.stage.services.working_copies.write(lab, "app.py", CHANGED)
    assert 'hx-post="/handbook/visits/turned" hx-trigger="load"' in book.get("/visits")
    book.post("/visits/turned")
    book.settle()
    assert 'hx-post="/handbook/visits/turned"' not in book.get("/visits")
    assert "4 of 4 claims turned" in book.get("/visits")
    assert "claims" not in book.post("/echo/turned").split('data-state="idle"')[1]


def test_our_own_mistake_ends_the_run(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is in the log, and the page does not wait for ever."""

    def broken(*_: object) -> None:
        raise LookupError("our own mistake")

    book.get("/visits")
    monkeypatch.setattr(book.reader, "printed", broken)
    book.post("/visits/turned")
    lab = book.catalogue.lab("visits")
    assert lab is not None
    book.stage.services.working_copies.write(lab, "app.py", CHANGED)
    book.post("/visits/turned")
    book.settle()
    assert not book.reader.turns.of(lab).running
