"""A claim by versions: tried on other interpreters, changed since last time, expected by range."""

import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from server.learning.proof_session import ProofState
from server.learning.version_results import range_words, version_results
from server.model.claim import Claim, Outcome
from server.model.versions import Versions
from server.runner.targets.interpreters import Interpreter
from server.store import InterpreterResult
from server.web.handbook import versions as handbook_versions
from tests.support.handbook_client import HandbookClient, make_verdict

FLASK_22 = Versions(python="3.9.18", flask="2.2.5", werkzeug="2.3.8")
FLASK_31 = Versions(python="3.13.0", flask="3.1.3", werkzeug="3.1.9")


def claim(*expected: tuple[str, Outcome]) -> Claim:
    """A claim of which this is expected."""
    return Claim(lab="visits", id="counts", statement="It counts.", mistake=False, expected=expected)


def trial(versions: Versions, outcome: Outcome, interpreter: str = "") -> InterpreterResult:
    """Results on several versions."""
    return InterpreterResult(
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


def test_ranges_are_shown_beside_their_results() -> None:
    """The results are sorted by range; untried ranges and unexpected outcomes are marked."""
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


def test_versions_outside_of_all_ranges_have_no_expectation() -> None:
    """A result outside of all ranges is the last one."""
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
def test_ranges_are_shown_as_phrases(text: str, words: str) -> None:
    """The signs are those of a handbook."""
    assert range_words(text) == words


def test_a_claim_shows_its_results_by_version(handbook: HandbookClient) -> None:
    """Once it is predicted, and not before."""
    for versions, outcome, python in ((FLASK_22, Outcome.FAILS, "/py/9"), (FLASK_31, Outcome.HOLDS, "")):
        handbook.workbench.store.results.add(
            make_verdict("visits", "counts", outcome, versions=versions), python
        )
    assert "2.2.5" not in handbook.get("/visits")
    assert "2.2.5" not in handbook.get("/visits/claims/counts/versions")
    card = handbook.predict("counts")
    assert "Flask 2.2.5, Werkzeug 2.3.8, Python 3.9.18" in card
    assert "/py/9" in card
    assert "Flask 2.2.5" in handbook.get("/visits/claims/counts/versions")


def test_a_changed_verdict_is_marked_until_it_is_seen(handbook: HandbookClient) -> None:
    """On the claim and in the contents, for claims whose verdict the reader may see."""
    old = make_verdict("visits", "counts", Outcome.FAILS, versions=FLASK_22, decided_at=1.0)
    handbook.workbench.store.results.add(old)
    handbook.workbench.store.results.add(
        replace(old, outcome=Outcome.HOLDS, versions=FLASK_31, decided_at=2.0)
    )
    assert "1 verdict changed" not in handbook.get()
    handbook.post("/visits/claims/counts/seen")
    card = handbook.predict("counts")
    assert "Changed since last time." in card
    assert "It was “fails” on Flask 2.2.5" in card
    assert "1 verdict changed" in handbook.get()
    handbook.post("/visits/claims/counts/seen")
    assert "1 verdict changed" not in handbook.get()
    assert "Changed since last time." not in handbook.get("/visits/claims/counts")


def test_the_interpreters_of_the_machine_are_offered(
    handbook: HandbookClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those with Flask, each with its versions; for a lab with the state of its run."""
    base = Interpreter(
        path=Path("/py/a"), python="3.9.1", flask="2.2.5", werkzeug=None, waitress=None, prefix=Path("/py")
    )
    bare = replace(base, path=Path("/py/b"), flask=None)
    monkeypatch.setattr(handbook_versions, "discover_interpreters", lambda: (base, bare))
    offered = handbook.get("/versions")
    assert re.findall(r'name="python" value="([^"]+)"', offered) == ["/py/a"]
    assert "Flask 2.2.5, Python 3.9.1" in offered
    assert 'id="proof-run"' not in offered
    assert 'name="lab" value="visits"' in handbook.get("/versions?lab=visits")
    assert 'id="proof-run"' in handbook.get("/versions?lab=visits")
    monkeypatch.setattr(handbook_versions, "discover_interpreters", lambda: ())
    assert "No other interpreter with Flask was found" in handbook.get("/versions")
    handbook.workbench.store.results.add(make_verdict("visits", "counts", Outcome.HOLDS), sys.executable)
    assert re.findall(r'name="python" value="([^"]+)"', handbook.get("/versions")) == [sys.executable]


def test_a_lab_is_tried_on_another_interpreter(handbook: HandbookClient) -> None:
    """The run is shown like one over the handbook; its results are stored apart from our own verdicts."""
    answer = handbook.post("/proof", lab="visits", python=sys.executable)
    assert 'data-state="' in answer
    handbook.wait_until(lambda: handbook.reader.proof.progress.state is ProofState.DONE)
    assert ("prove", sys.executable) in handbook.prover.calls
    progress = handbook.reader.proof.progress
    assert (progress.total, progress.done) == (4, 4)
    assert progress.on.startswith("Flask ")
    done = handbook.workbench.get("/handbook/proof?seen=0&lab=visits")
    assert done.headers["HX-Trigger-After-Settle"] == "handbook:proved"
    assert 'id="progress-summary"' not in done.text
    assert handbook.workbench.store.verdicts.of("visits") == {}
    trials = handbook.workbench.store.results.of("visits")["counts"]
    assert [one.interpreter for one in trials] == [sys.executable]


def test_an_invalid_interpreter_is_refused(handbook: HandbookClient) -> None:
    """Before anything is run."""
    answer = handbook.workbench.post("/handbook/proof", {"python": "/nosuch/python"})
    assert answer.status_code == 422
    assert "There is no interpreter at /nosuch/python." in answer.text
    nothing = handbook.workbench.post("/handbook/proof", {"python": " ", "others": "yes"})
    assert nothing.status_code == 422
    assert "No interpreter was chosen." in nothing.text
    assert handbook.prover.calls == []


def test_a_run_counts_what_changed(handbook: HandbookClient) -> None:
    """Its end shows how many verdicts have changed."""
    before = make_verdict("visits", "counts", Outcome.FAILS, expected=Outcome.HOLDS, decided_at=1.0)
    handbook.workbench.store.results.add(before)
    handbook.prover.decision = lambda lab, claim, _: make_verdict(lab, claim, Outcome.HOLDS)
    handbook.post("/proof")
    handbook.wait_until(lambda: handbook.reader.proof.progress.state is ProofState.DONE)
    assert handbook.reader.proof.progress.changed == 1
    assert "1 verdict has changed since last time." in handbook.get("/proof")
