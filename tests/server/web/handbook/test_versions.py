"""A claim by versions: tried on other interpreters, changed since last time, expected by range."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from server.learning.proof_run import ProofState
from server.learning.version_results import range_words, version_results
from server.model.claim import Claim, Outcome
from server.model.versions import Versions
from server.runner.targets.interpreters import Interpreter
from server.store import Trial
from server.web.handbook import versions as handbook_versions
from tests.server.web.handbook_stage import Book, booked, verdict

FLASK_22 = Versions(python="3.9.18", flask="2.2.5", werkzeug="2.3.8")
FLASK_31 = Versions(python="3.13.0", flask="3.1.3", werkzeug="3.1.9")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Two labs, nothing predicted."""
    with booked(tmp_path) as found:
        yield found


def claim(*expected: tuple[str, Outcome]) -> Claim:
    """A claim of which this is expected."""
    return Claim(lab="visits", id="counts", statement="It counts.", mistake=False, expected=expected)


def trial(versions: Versions, outcome: Outcome, interpreter: str = "") -> Trial:
    """What was seen on some versions."""
    return Trial(
        lab="visits",
        claim="counts",
        interpreter=interpreter,
        outcome=outcome,
        expected=None,
        reason="Seen.",
        remedy=None,
        versions=versions,
        took=1.0,
        decided_at=1.0,
    )


def test_ranges_stand_beside_what_was_seen_in_them() -> None:
    """Range by range; one in which nothing was tried says so, and what differs is known."""
    ranges = claim(("flask>=3.2", Outcome.HOLDS), ("flask>=3.1", Outcome.HOLDS), ("", Outcome.FAILS))
    found = version_results(ranges, [trial(FLASK_31, Outcome.FAILS), trial(FLASK_22, Outcome.FAILS, "/py")])
    assert [(line.range, line.expected, line.outcome, line.differs) for line in found] == [
        ("flask>=3.2", Outcome.HOLDS, None, False),
        ("flask>=3.1", Outcome.HOLDS, Outcome.FAILS, True),
        ("", Outcome.FAILS, Outcome.FAILS, False),
    ]


def test_one_line_is_no_table() -> None:
    """Where one version was tried and one thing is expected there is nothing to compare."""
    everywhere = claim(("", Outcome.HOLDS))
    same = [trial(FLASK_31, Outcome.HOLDS), trial(FLASK_31, Outcome.HOLDS, "/py")]
    assert version_results(everywhere, same) == ()
    assert len(version_results(everywhere, [*same, trial(FLASK_22, Outcome.HOLDS, "/py")])) == 2


def test_what_fits_no_range_is_expected_to_be_nothing() -> None:
    """It stands at the end."""
    (later, alone) = version_results(claim(("flask>=3.1", Outcome.HOLDS)), [trial(FLASK_22, Outcome.FAILS)])
    assert (later.range, later.versions) == ("flask>=3.1", None)
    assert (alone.expected, alone.differs) == (None, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("flask>=3.1, python<3.12", "Flask ≥ 3.1, Python < 3.12"),
        ("werkzeug==2.*", "Werkzeug 2.*"),
        ("flask>2", "Flask > 2"),
        ("", "any other version"),
    ],
)
def test_ranges_read_as_people_write_them(text: str, words: str) -> None:
    """The signs are those of a book."""
    assert range_words(text) == words


def test_a_claim_shows_the_versions_it_was_tried_on(book: Book) -> None:
    """Once it is predicted, and not before."""
    for versions, outcome, python in ((FLASK_22, Outcome.FAILS, "/py/9"), (FLASK_31, Outcome.HOLDS, "")):
        book.stage.store.trials.add(verdict("visits", "counts", outcome, versions=versions), python)
    assert "2.2.5" not in book.get("/visits")
    assert "2.2.5" not in book.get("/visits/claims/counts/versions")
    card = book.predict("counts")
    assert "Flask 2.2.5, Werkzeug 2.3.8, Python 3.9.18" in card
    assert "/py/9" in card
    assert "Flask 2.2.5" in book.get("/visits/claims/counts/versions")


def test_a_changed_verdict_is_marked_until_it_was_looked_at(book: Book) -> None:
    """On the claim and in the contents, for claims whose verdict the reader may see."""
    old = verdict("visits", "counts", Outcome.FAILS, versions=FLASK_22, decided_at=1.0)
    book.stage.store.trials.add(old)
    book.stage.store.trials.add(replace(old, outcome=Outcome.HOLDS, versions=FLASK_31, decided_at=2.0))
    assert "1 verdict changed" not in book.get()
    book.post("/visits/claims/counts/seen")
    card = book.predict("counts")
    assert "Changed since last time." in card
    assert "It was “fails” on Flask 2.2.5" in card
    assert "1 verdict changed" in book.get()
    book.post("/visits/claims/counts/seen")
    assert "1 verdict changed" not in book.get()
    assert "Changed since last time." not in book.get("/visits/claims/counts")


def test_the_interpreters_of_the_machine_are_offered(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those with Flask, each with its versions; for a lab with the state of its run."""
    base = Interpreter(
        path=Path("/py/a"), python="3.9.1", flask="2.2.5", werkzeug=None, waitress=None, prefix=Path("/py")
    )
    bare = replace(base, path=Path("/py/b"), flask=None)
    monkeypatch.setattr(handbook_versions, "discover", lambda: (base, bare))
    offered = book.get("/versions")
    assert re.findall(r'name="python" value="([^"]+)"', offered) == ["/py/a"]
    assert "Flask 2.2.5, Python 3.9.1" in offered
    assert 'id="proof-run"' not in offered
    assert 'name="lab" value="visits"' in book.get("/versions?lab=visits")
    assert 'id="proof-run"' in book.get("/versions?lab=visits")
    monkeypatch.setattr(handbook_versions, "discover", lambda: ())
    assert "No other interpreter with Flask was found" in book.get("/versions")
    book.stage.store.trials.add(verdict("visits", "counts", Outcome.HOLDS), sys.executable)
    assert re.findall(r'name="python" value="([^"]+)"', book.get("/versions")) == [sys.executable]


def test_a_lab_is_tried_on_another_interpreter(book: Book) -> None:
    """The run is told as one over the handbook is; what came out is kept apart from our own verdicts."""
    answer = book.post("/proof", lab="visits", python=sys.executable)
    assert 'data-state="' in answer
    book.eventually(lambda: book.reader.proving.progress.state is ProofState.DONE)
    assert ("prove", sys.executable) in book.prover.calls
    progress = book.reader.proving.progress
    assert (progress.total, progress.done) == (4, 4)
    assert progress.on.startswith("Flask ")
    done = book.stage.get("/handbook/proof?seen=0&lab=visits")
    assert done.headers["HX-Trigger-After-Settle"] == "handbook:proved"
    assert 'id="book-summary"' not in done.text
    assert book.stage.store.verdicts.of("visits") == {}
    trials = book.stage.store.trials.of("visits")["counts"]
    assert [one.interpreter for one in trials] == [sys.executable]


def test_an_interpreter_that_is_none_is_refused(book: Book) -> None:
    """Before anything is run."""
    answer = book.stage.post("/handbook/proof", {"python": "/nosuch/python"})
    assert answer.status_code == 422
    assert "There is no interpreter at /nosuch/python." in answer.text
    nothing = book.stage.post("/handbook/proof", {"python": " ", "others": "yes"})
    assert nothing.status_code == 422
    assert "No interpreter is chosen." in nothing.text
    assert book.prover.calls == []


def test_a_run_counts_what_changed(book: Book) -> None:
    """Its end says how many verdicts are not what they were."""
    before = verdict("visits", "counts", Outcome.FAILS, expected=Outcome.HOLDS, decided_at=1.0)
    book.stage.store.trials.add(before)
    book.prover.say = lambda lab, claim, _: verdict(lab, claim, Outcome.HOLDS)
    book.post("/proof")
    book.eventually(lambda: book.reader.proving.progress.state is ProofState.DONE)
    assert book.reader.proving.progress.changed == 1
    assert "1 verdict has changed since last time." in book.get("/proof")
