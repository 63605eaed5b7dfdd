"""The source of a lab: saved, checked, restored, and its claims decided on it."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.claim import Outcome
from server.model.guest import GuestState, GuestStatus
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.handbook import source
from tests.support.handbook_client import PATIENCE, SAMPLE_LABS, HandbookClient, make_verdict

PRINTED = (SAMPLE_LABS / "7-state" / "visits" / "app.py").read_text("utf-8")
CHANGED = PRINTED.replace("+ 1", "+ 2")


def save(handbook: HandbookClient, text: str = CHANGED, file: str = "app.py") -> str:
    """The line of state after a save."""
    state = handbook.post("/visits/source", **{f"file:{file}": text})
    handbook.wait_until_decided()
    return state


def test_a_save_goes_to_a_copy_and_never_to_the_lab(handbook: HandbookClient, tmp_path: Path) -> None:
    """The working copy has the text, the lab is as printed, and the page shows the copy."""
    state = save(handbook)
    assert 'data-changed="yes"' in state
    assert (tmp_path / "labs" / "visits" / "app.py").read_text("utf-8") == CHANGED
    assert (SAMPLE_LABS / "7-state" / "visits" / "app.py").read_text("utf-8") == PRINTED
    assert "+ 2" in handbook.get("/visits")
    assert "edited by you" in handbook.get()


def test_line_ends_of_a_form_do_not_reach_the_file(handbook: HandbookClient, tmp_path: Path) -> None:
    """A browser sends CR LF as line ends; the file gets LF."""
    save(handbook, CHANGED.replace("\n", "\r\n"))
    assert (tmp_path / "labs" / "visits" / "app.py").read_bytes() == CHANGED.encode()


def test_a_save_decides_every_claim_again(handbook: HandbookClient) -> None:
    """Where the lab starts, the answer brings the run's panel; where it does not, no claim is decided."""
    answer = handbook.workbench.post("/handbook/visits/source", {"file:app.py": CHANGED})
    assert answer.headers["HX-Trigger-After-Settle"] == source.SAVED
    assert '<section class="edit-effects" id="edit-effects"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    handbook.wait_until_decided()
    handbook.prover.guest_status = GuestStatus(
        state=GuestState.CRASHED,
        problem=Problem(code=ProblemCode.IMPORT_ERROR, cause="NameError", remedy="Mend it."),
    )
    answer = handbook.workbench.post("/handbook/visits/source", {"file:app.py": "nope\n"})
    assert "HX-Trigger-After-Settle" not in answer.headers


def test_a_verdict_that_turned_is_marked(handbook: HandbookClient) -> None:
    """A claim decided on the copy is marked as such, and as changed as long as its outcome differs."""
    handbook.predict("counts")
    save(handbook)
    handbook.wait_until_decided()
    for _ in range(2):
        card = handbook.post("/visits/claims/counts/decide")
        assert 'data-outcome="fails"' in card
        assert "changed by your edit" in card
        assert "It was: holds" in card
    handbook.prover.decision = lambda lab, claim, _folder: handbook.prover.expected_verdict(lab, claim, None)
    again = handbook.post("/visits/claims/counts/decide")
    assert "changed by your edit" not in again
    assert "in your copy" in again


def test_an_undecided_claim_has_not_changed(handbook: HandbookClient) -> None:
    """An edit that keeps the lab from starting turns no claim; mended, it is seen to have turned."""
    handbook.predict("counts")
    save(handbook)
    handbook.prover.decision = lambda lab, claim, _folder: make_verdict(lab, claim, Outcome.UNDECIDED)
    card = handbook.post("/visits/claims/counts/decide")
    assert 'data-outcome="undecided"' in card
    assert "changed by your edit" not in card
    handbook.prover.decision = handbook.prover.expected_verdict
    card = handbook.post("/visits/claims/counts/decide")
    assert "It was: holds" in card


def test_a_verdict_on_a_copy_is_not_the_claims(handbook: HandbookClient) -> None:
    """A verdict on a copy is not stored: the printed lab is decided too, and judges the guess."""
    save(handbook)
    handbook.wait_until_decided()
    card = handbook.predict("counts", "holds")
    assert 'data-outcome="fails"' in card
    assert "It was: holds" in card
    assert handbook.workbench.store.verdicts.of("visits")["counts"].outcome is Outcome.HOLDS
    assert "first prediction right" in handbook.get()
    assert "Journey" in handbook.get("/visits/claims/counts/exchange")


@pytest.mark.parametrize(
    ("claim", "guess", "said"),
    [
        ("counts", "holds", "You said true, and were right about the original lab."),
        ("counts", "fails", "You said false, but in the original lab it is true."),
        ("readable", "fails", "You said false, and were right about the original lab."),
        ("readable", "holds", "You said true, but in the original lab it is false."),
    ],
)
@pytest.mark.parametrize("edited", ["after", "before"])
def test_a_guess_is_judged_by_the_printed_lab(
    handbook: HandbookClient, claim: str, guess: str, said: str, edited: str
) -> None:
    """An edit that turns a claim makes no right guess wrong, on the card or in the record."""
    right = "were right" in said
    if edited == "before":
        save(handbook)
        card = handbook.predict(claim, guess)
    else:
        handbook.predict(claim, guess)
        before = handbook.reader.predictions.first_guesses("visits")
        save(handbook)
        card = handbook.get(f"/visits/claims/{claim}")
        assert handbook.reader.predictions.first_guesses("visits") == before
    assert said in card
    assert ("tone-ok" if right else "tone-bad") in card.partition("verdict-guess")[2].partition(">")[0]
    assert "changed by your edit" in card
    assert handbook.reader.predictions.first_guesses("visits")[claim].right is right


def test_a_guess_is_not_judged_by_a_copy(handbook: HandbookClient) -> None:
    """If the claim is undecided on the printed lab, the guess is not judged."""
    handbook.prover.decision = lambda lab, claim, folder: make_verdict(
        lab, claim, Outcome.HOLDS if folder else Outcome.UNDECIDED
    )
    save(handbook)
    card = handbook.predict("counts", "fails")
    assert 'data-outcome="holds"' in card
    assert "You said false." in card
    assert "It is true" not in card
    assert handbook.reader.predictions.first_guesses("visits") == {}


def test_restoring_brings_lab_and_verdicts_back(handbook: HandbookClient) -> None:
    """After a restore the source is as printed and the verdict found on it is shown again."""
    handbook.predict("counts")
    save(handbook)
    handbook.post("/visits/claims/counts/decide")
    answer = handbook.workbench.post("/handbook/visits/restore")
    assert "Restored: this is the original lab." in answer.text
    assert "+ 1" in answer.text
    assert answer.headers["HX-Trigger-After-Settle"] == source.SAVED
    assert 'data-outcome="holds"' in handbook.get("/visits/claims/counts")
    assert "edited by you" not in handbook.get()


def test_typing_the_printed_text_again_is_a_restore(handbook: HandbookClient) -> None:
    """A copy that equals the printed lab is removed, and so are its verdicts."""
    handbook.predict("counts")
    save(handbook)
    handbook.post("/visits/claims/counts/decide")
    assert 'data-changed="no"' in save(handbook, PRINTED)
    assert 'data-outcome="holds"' in handbook.get("/visits/claims/counts")


STALE = "from before your last edit"


def crash(handbook: HandbookClient) -> None:
    """From now on the lab does not start."""
    problem = Problem(code=ProblemCode.IMPORT_ERROR, cause="SyntaxError: invalid syntax", remedy="Mend it.")
    handbook.prover.guest_status = GuestStatus(state=GuestState.CRASHED, problem=problem)


def test_verdicts_from_before_an_edit_that_does_not_start_are_marked(handbook: HandbookClient) -> None:
    """The answer has the cards, marked as outdated, and no run; the next run removes the mark."""
    handbook.predict("counts")
    save(handbook)
    assert STALE not in handbook.get("/visits/claims/counts")
    crash(handbook)
    answer = save(handbook, "def broken(:\n")
    card = answer.partition('id="claim-counts"')[2].partition("</section>")[0]
    assert STALE in card
    assert "data-stale" in card
    assert 'data-outcome="fails"' in card
    assert "changed by your edit" not in card
    assert 'hx-swap-oob="true"' in card
    assert 'id="claim-readable"' not in answer
    assert 'id="edit-effects"' in answer
    assert 'data-state="idle"' in answer
    assert STALE in handbook.get("/visits/claims/counts")
    assert STALE not in handbook.get("/visits/claims/readable")
    handbook.prover.guest_status = GuestStatus(state=GuestState.READY)
    assert STALE not in save(handbook)
    assert STALE not in handbook.get("/visits/claims/counts")


def test_a_verdict_on_the_edit_that_does_not_start_is_not_marked(handbook: HandbookClient) -> None:
    """A verdict is outdated if its run started before the last save, and only then."""
    handbook.predict("counts")
    crash(handbook)
    assert STALE in save(handbook)
    card = handbook.post("/visits/claims/counts/decide")
    assert STALE not in card
    lab = handbook.catalogue.lab("visits")
    assert lab is not None
    handbook.prover.gate.clear()
    calls = len(handbook.prover.calls)
    job = handbook.reader.decisions.start(lab, next(claim for claim in lab.claims if claim.id == "counts"))
    handbook.wait_until(lambda: len(handbook.prover.calls) > calls)
    save(handbook, CHANGED + "#")
    handbook.prover.gate.set()
    assert job.done.wait(10)
    assert STALE in handbook.get("/visits/claims/counts")


def test_restoring_ends_the_mark(handbook: HandbookClient) -> None:
    """The lab as printed has its own verdicts, also where it is the one that does not start."""
    handbook.predict("counts")
    crash(handbook)
    assert STALE in save(handbook)
    assert STALE not in handbook.post("/visits/restore")
    assert STALE in save(handbook)
    assert STALE not in save(handbook, PRINTED)
    assert STALE not in handbook.get("/visits/claims/counts")


def test_a_crash_is_shown_at_its_line(handbook: HandbookClient, tmp_path: Path) -> None:
    """The innermost line of the lab's own files that the traceback names is marked, with the message."""
    folder = tmp_path / "labs" / "visits"
    detail = (
        f'Traceback (most recent call last):\n  File "{folder}/app.py", line 3, in <module>\n    import x\n'
        f'  File "/usr/lib/flask/app.py", line 4, in f\n  File "{folder}/app.py", line 10\n    def :\n'
        "SyntaxError: invalid syntax"
    )
    problem = Problem(
        code=ProblemCode.IMPORT_ERROR, cause="SyntaxError: invalid syntax", remedy="Mend it.", detail=detail
    )
    handbook.prover.guest_status = GuestStatus(state=GuestState.CRASHED, problem=problem)
    state = save(handbook)
    assert 'data-file="app.py" data-line="10" data-message="SyntaxError: invalid syntax"' in state
    assert "Go to line 10 of app.py" in state
    handbook.prover.guest_status = GuestStatus(
        state=GuestState.CRASHED, problem=replace(problem, detail="Killed: too much memory")
    )
    state = save(handbook, CHANGED + "#")
    assert "data-line" not in state
    assert "Killed: too much memory" in state


@pytest.mark.hardness("path-traversal")
def test_a_file_that_is_not_of_the_lab_is_refused(handbook: HandbookClient, tmp_path: Path) -> None:
    """Only the lab's own files can be written, by their names."""
    for file in ("claims.py", "../escape.py", "", "/etc/passwd"):
        answer = handbook.workbench.post("/handbook/visits/source", {f"file:{file}": "x"})
        assert answer.status_code == 404
    assert not (tmp_path / "labs").exists()


def test_a_text_without_end_is_refused(handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file may not grow beyond what a page can show; nothing is saved then."""
    monkeypatch.setattr(source, "MAX_CHARACTERS", 100)
    answer = handbook.workbench.post("/handbook/visits/source", {"file:app.py": "#" * 101})
    assert answer.status_code == 422
    assert "longer than 100 characters" in answer.text
    assert 'data-changed="no"' in answer.text


def test_a_lab_whose_start_takes_long_is_not_waited_for(
    handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The save is answered after the wait, and the claims are decided once the guest is there."""
    monkeypatch.setattr(source, "WAIT_SECONDS", 0.0)
    assert 'data-changed="yes"' in save(handbook)


def test_a_verdict_from_before_is_replaced_by_one_on_the_copy(handbook: HandbookClient) -> None:
    """The stored verdict stays in the store while the page shows that of the copy."""
    handbook.predict("counts")
    save(handbook)
    handbook.post("/visits/claims/counts/decide")
    assert handbook.workbench.store.verdicts.of("visits")["counts"].outcome is Outcome.HOLDS


def missing(file: Path) -> None:
    """Remove the file."""
    file.unlink()


def folder(file: Path) -> None:
    """Put a folder in the place of the file."""
    file.unlink()
    file.mkdir()


def pipe(file: Path) -> None:
    """Put a named pipe in the place of the file, which nobody writes to."""
    file.unlink()
    os.mkfifo(file)


def no_text(file: Path) -> None:
    """Write bytes that are no UTF-8."""
    file.write_bytes(b"caf\xe9 = 1\n")


def loop(file: Path) -> None:
    """Put a link to itself in the place of the file."""
    file.unlink()
    file.symlink_to(file)


DAMAGES = (missing, folder, pipe, no_text, loop)


@pytest.mark.hardness("damaged-working-copy")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_copy_is_told_and_can_be_restored(
    handbook: HandbookClient, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The page of the lab says at once which file cannot be read; nothing is started with it."""
    save(handbook)
    handbook.predict("counts")
    handbook.wait_until_decided()
    file = tmp_path / "labs" / "visits" / "app.py"
    damage(file)
    told = f"{file} of your own copy cannot be read"
    started = time.monotonic()
    page = handbook.get("/visits")
    assert told in page
    assert "+ 1" in page  # the printed text, which saving writes anew
    assert "edited by you" in handbook.get()
    calls = len(handbook.prover.calls)
    for path in ("/visits/bench", "/visits/looks/1/bench", "/visits/keep"):
        answer = handbook.workbench.post(f"/handbook{path}", {"folder": str(tmp_path / "mine")})
        assert answer.status_code == 422, path
        assert told in answer.text
    assert told in handbook.post("/visits/looks/1")
    assert told in handbook.post("/visits/claims/counts/decide")
    assert handbook.prover.calls[calls:] == []
    assert time.monotonic() - started < PATIENCE
    handbook.post("/visits/restore")
    assert told not in handbook.get("/visits")
    assert not file.exists()


@pytest.mark.hardness("damaged-working-copy")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
@pytest.mark.parametrize("damage", [damage for damage in DAMAGES if damage is not folder])
def test_saving_writes_a_damaged_file_anew(
    handbook: HandbookClient, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """Also with the printed text, which removes the copy."""
    file = tmp_path / "labs" / "visits" / "app.py"
    for text in (CHANGED, PRINTED):
        save(handbook, PRINTED.replace("+ 1", "+ 3"))
        damage(file)
        state = save(handbook, text)
        assert "cannot be read" not in state
        assert file.exists() == (text == CHANGED)


def test_a_folder_in_the_place_of_a_file_is_told_when_saving(
    handbook: HandbookClient, tmp_path: Path
) -> None:
    """It is not removed, since it may contain what the reader wants to keep."""
    save(handbook)
    file = tmp_path / "labs" / "visits" / "app.py"
    folder(file)
    answer = handbook.workbench.post("/handbook/visits/source", {"file:app.py": CHANGED})
    assert answer.status_code == 503
    assert f"{file}" in answer.text
    assert file.is_dir()
