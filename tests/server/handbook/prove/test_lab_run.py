"""Test deciding claims on a real guest."""

from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.lab_run import LabRun
from server.model.claim import Outcome, Verdict
from server.model.guest import GuestState
from server.runner.guests.guests import Guests
from tests.support.sample_lab import APP, one_claim, write_lab

pytestmark = pytest.mark.slow


def decide(guests: Guests, folder: Path, body: str, *, app: str = APP, timeout: float = 10.0) -> Verdict:
    """Return the verdict of an experiment with that body."""
    write_lab(folder / "1-first" / "tiny", claims=one_claim(body), app=app)
    catalogue = Catalogue((folder,))
    lab = catalogue.lab("tiny")
    assert lab is not None, catalogue.problems
    run = LabRun(guests, lab, timeout=timeout)
    try:
        return run.decide(catalogue.experiments("tiny")[0])
    finally:
        run.stop()


def test_the_verdict_is_what_was_observed(guests: Guests, catalogue: Catalogue) -> None:
    """It holds or fails, and the deciding exchange is the last."""
    lab = catalogue.lab("tiny")
    assert lab is not None
    run = LabRun(guests, lab)
    greets, swears, modern = (run.decide(experiment) for experiment in catalogue.experiments("tiny"))
    assert (greets.outcome, greets.reason) == (Outcome.HOLDS, "It said hello.")
    assert (swears.outcome, swears.expected) == (Outcome.FAILS, Outcome.FAILS)
    assert [exchange.request.path for exchange in swears.exchanges] == ["/words", "/"]
    assert modern.expected is Outcome.FAILS
    assert greets.versions.flask is not None
    assert greets.took > 0
    assert not greets.unexpected
    run.stop()


def test_each_counterexample_has_the_opposite_outcome(guests: Guests, catalogue: Catalogue) -> None:
    """By a changed app, file or parameter; the guest of the copy is gone afterwards."""
    lab = catalogue.lab("tiny")
    assert lab is not None
    run = LabRun(guests, lab)
    for experiment in catalogue.experiments("tiny"):
        assert {run.decide(experiment).outcome, run.counter(experiment).outcome} == {
            Outcome.HOLDS,
            Outcome.FAILS,
        }
    run.stop()
    assert guests.all() == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('raise Undecided("No tea.", "Buy some.")', "No tea."),
        ('bench.send("GET", "/broken")', "no more tea"),
        ('bench.send("GET", "/").json()', "not JSON"),
        ('bench.send("GET", "/list").json()["loaf"]', "TypeError"),
        ('bench.send("GET", "/").of("template")', "no template event"),
    ],
)
def test_an_unreadable_answer_is_undecided(guests: Guests, tmp_path: Path, body: str, reason: str) -> None:
    """With a reason and a remedy."""
    verdict = decide(guests, tmp_path, body)
    assert verdict.outcome is Outcome.UNDECIDED
    assert reason in verdict.reason
    assert verdict.remedy
    assert not verdict.unexpected


def test_a_server_error_may_be_expected(guests: Guests, tmp_path: Path) -> None:
    """With `may_crash` it is an answer like any other."""
    body = 'seen = bench.send("GET", "/broken", may_crash=True)\n'
    body += "return Observation(holds=seen.status == 500, because=seen.of('exception')['message'])"
    verdict = decide(guests, tmp_path, body)
    assert (verdict.outcome, verdict.reason) == (Outcome.HOLDS, "no more tea")


def test_a_request_that_times_out_is_undecided(guests: Guests, tmp_path: Path) -> None:
    """With a reason."""
    body = 'return Observation(holds=bench.send("GET", "/slow").status == 200, because="")'
    verdict = decide(guests, tmp_path, body, timeout=0.3)
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.remedy


def test_an_app_that_does_not_start_is_undecided(guests: Guests, tmp_path: Path) -> None:
    """With the app's own error."""
    verdict = decide(guests, tmp_path, 'bench.send("GET", "/")', app="import nothing_of_this_name\n")
    assert verdict.outcome is Outcome.UNDECIDED
    assert "nothing_of_this_name" in verdict.reason
    assert verdict.exchanges == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('bench.send("GET", "/")', "gave NoneType in the place of an Observation"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("return 1 / 0", "ZeroDivisionError"),
    ],
)
def test_an_experiment_without_observation_is_undecided(
    guests: Guests, tmp_path: Path, body: str, reason: str
) -> None:
    """It returns something else or exits, which does not end the program."""
    verdict = decide(guests, tmp_path, body)
    assert verdict.outcome is Outcome.UNDECIDED
    assert reason in verdict.reason


def test_a_crash_under_one_claim_leaves_the_next_alone(guests: Guests, tmp_path: Path) -> None:
    """The guest that ended is restarted."""
    claims = one_claim('bench.send("GET", "/dies")\nreturn Observation(holds=True, because="")')
    claims += """

@claim("next", "The door says hello.", expect=HOLDS, counter=Counter(other=True))
def following(bench: Bench, *, other: bool = False) -> Observation:
    return Observation(holds=bench.send("GET", "/").text == "hello", because="It did.")
"""
    write_lab(tmp_path / "1-first" / "tiny", claims=claims)
    catalogue = Catalogue((tmp_path,))
    lab = catalogue.lab("tiny")
    assert lab is not None
    run = LabRun(guests, lab)
    died, after = (run.decide(experiment) for experiment in catalogue.experiments("tiny"))
    run.stop()
    assert died.outcome is Outcome.UNDECIDED
    assert after.outcome is Outcome.HOLDS


def test_a_copy_is_decided_instead_of_the_printed_lab(
    guests: Guests, catalogue: Catalogue, tmp_path: Path
) -> None:
    """The edited files are run."""
    lab = catalogue.lab("tiny")
    assert lab is not None
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "app.py").write_text(APP.replace('"hello"', '"hej"'))
    (mine / "words.txt").write_text("x")
    run = LabRun(guests, lab, folder=mine)
    run.warm()
    assert run.status().state is GuestState.READY
    verdict = run.decide(catalogue.experiments("tiny")[0])
    run.stop()
    assert (verdict.outcome, verdict.reason, verdict.unexpected) == (Outcome.FAILS, "It said hej.", True)
