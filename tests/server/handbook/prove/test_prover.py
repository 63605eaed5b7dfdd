"""Test proving: everything at once, in any order, cancelled, and one claim for a page."""

import random
import threading
import time
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.lab_files import copy_lab
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.handbook.prove.report import Report
from server.model.claim import Outcome, Verdict
from server.model.guest import GuestState
from server.model.problem import Problem
from server.runner.guests.guests import Guests
from tests.support.sample_lab import APP, TOML, one_claim, write_lab

pytestmark = pytest.mark.slow


class Factory:
    """Creates guests and records them."""

    def __init__(self) -> None:
        self.made: list[Guests] = []

    def __call__(self) -> Guests:
        """Create guests."""
        self.made.append(Guests())
        return self.made[-1]


@pytest.fixture
def factory() -> Factory:
    """A factory of guests."""
    return Factory()


@pytest.fixture
def prover(catalogue: Catalogue, factory: Factory) -> Iterator[Prover]:
    """A prover of the small catalogue."""
    opened = Prover(guests_factory=factory, catalogue=catalogue)
    yield opened
    opened.close()


def outcomes(report: Report | Problem) -> dict[str, Outcome]:
    """Return the outcome of each claim of a report."""
    assert isinstance(report, Report), report
    return {f"{verdict.lab}:{verdict.claim}": verdict.outcome for _, verdict in report.verdicts}


def test_a_whole_run_decides_each_claim_once(prover: Prover, labs_folder: Path, factory: Factory) -> None:
    """Verdicts are passed on as they come; the report is in the handbook's order."""
    write_lab(labs_folder / "1-first" / "second", toml=TOML.replace('"1.1"', '"1.2"'))
    told: list[Verdict] = []
    report = prover.prove((), ProveOptions(on_verdict=told.append))
    assert isinstance(report, Report)
    assert [verdict.lab for _, verdict in report.verdicts] == ["tiny"] * 3 + ["second"] * 3
    assert sorted((verdict.lab, verdict.claim) for verdict in told) == sorted(
        (claim.lab, claim.id) for claim, _ in report.verdicts
    )
    assert report.versions.flask is not None
    assert report.unexpected == ()
    assert [made.all() for made in factory.made] == [()]


TRIES = """from pathlib import Path
note = Path({note!r})
note.write_text((note.read_text() if note.exists() else "") + "x")
if len(note.read_text()) < {enough}:
    raise Undecided("The machine was busy.", "Try again.")
return Observation(holds=True, because="There was time.")"""


@pytest.mark.parametrize(("enough", "outcome"), [(2, Outcome.HOLDS), (3, Outcome.UNDECIDED)])
def test_an_undecided_claim_is_tried_once_more(
    prover: Prover, labs_folder: Path, tmp_path: Path, enough: int, outcome: Outcome
) -> None:
    """When everything else is decided; only the second verdict is passed on."""
    note = tmp_path / "tried"
    claims = one_claim(TRIES.format(note=str(note), enough=enough))
    write_lab(labs_folder / "1-first" / "busy", claims=claims, toml=TOML.replace('"1.1"', '"1.0"'))
    told: list[Verdict] = []
    found = outcomes(prover.prove((), ProveOptions(on_verdict=told.append)))
    assert found["busy:only"] is outcome
    assert [verdict.lab for verdict in told] == ["tiny", "tiny", "tiny", "busy"]
    assert note.read_text() == "xx"


def test_order_does_not_matter(prover: Prover, labs_folder: Path) -> None:
    """The verdicts are the same one by one, together, shuffled and twice in a row."""
    write_lab(labs_folder / "1-first" / "second")
    together = outcomes(prover.prove())
    assert outcomes(prover.prove()) == together
    mixed = random.Random(7)  # noqa: S311 - it only mixes
    assert outcomes(prover.prove((), ProveOptions(shuffle=mixed))) == together
    for name, outcome in together.items():
        verdict = prover.decide(*name.split(":"))
        assert isinstance(verdict, Verdict)
        assert verdict.outcome is outcome


def test_only_the_named_labs_are_proved(prover: Prover, labs_folder: Path) -> None:
    """An unknown name is a Problem that lists the known ones."""
    write_lab(labs_folder / "1-first" / "second")
    assert set(outcomes(prover.prove(["second"]))) == {"second:greets", "second:swears", "second:modern"}
    problem = prover.prove(["second", "third"])
    assert isinstance(problem, Problem)
    assert "third" in problem.cause
    assert "tiny, second" in problem.remedy or "second, tiny" in problem.remedy


def test_an_unusable_interpreter_is_a_problem(prover: Prover, tmp_path: Path, factory: Factory) -> None:
    """Before anything is started."""
    assert isinstance(prover.prove((), ProveOptions(python=tmp_path / "no-python")), Problem)
    assert factory.made == []


def test_an_interpreter_without_flask_is_a_problem(prover: Prover, tmp_path: Path, factory: Factory) -> None:
    """The folder of an environment can be named instead of its interpreter."""
    venv.create(tmp_path / "bare", symlinks=True)
    problem = prover.prove((), ProveOptions(python=tmp_path / "bare"))
    assert isinstance(problem, Problem)
    assert problem.code == "no-flask"
    assert "pip install flask" in problem.remedy
    assert factory.made == []


def test_a_cancel_leaves_nothing_behind(prover: Prover, labs_folder: Path, factory: Factory) -> None:
    """Even while a request waits for an answer, the run ends and every guest is stopped."""
    write_lab(labs_folder / "1-first" / "waits", claims=one_claim('bench.send("GET", "/slow")'))
    cancel = threading.Event()
    told: list[Verdict] = []

    def record(verdict: Verdict) -> None:
        told.append(verdict)
        if len(told) == 3:
            cancel.set()

    problem = prover.prove((), ProveOptions(on_verdict=record, cancel=cancel))
    assert isinstance(problem, Problem)
    assert problem.code == "cancelled"
    assert len(told) == 3
    assert [made.all() for made in factory.made] == [()]


def test_a_cancel_ends_an_endless_experiment(prover: Prover, labs_folder: Path) -> None:
    """At once, with its thread."""
    write_lab(labs_folder / "1-first" / "loops", claims=one_claim("while True:\n    pass"))
    cancel = threading.Event()
    timer = threading.Timer(0.5, cancel.set)
    timer.start()
    problem = prover.prove(["loops"], ProveOptions(cancel=cancel))
    assert isinstance(problem, Problem)
    assert problem.code == "cancelled"
    ends = time.monotonic() + 20
    while any(thread.name == "experiment-only" for thread in threading.enumerate()):
        assert time.monotonic() < ends
        time.sleep(0.01)


def test_a_cancel_before_the_start_starts_nothing(prover: Prover) -> None:
    """Nothing is decided."""
    cancel = threading.Event()
    cancel.set()
    told: list[Verdict] = []
    assert isinstance(prover.prove((), ProveOptions(cancel=cancel, on_verdict=told.append)), Problem)
    assert told == []


def test_an_exception_of_a_callback_ends_the_run(prover: Prover, factory: Factory) -> None:
    """It is raised again, once the guests are gone."""

    def fail(_verdict: Verdict) -> None:
        raise RuntimeError("deaf")

    with pytest.raises(RuntimeError, match="deaf"):
        prover.prove((), ProveOptions(on_verdict=fail))
    assert [made.all() for made in factory.made] == [()]


def test_a_guest_keeps_running_between_two_claims(prover: Prover, factory: Factory) -> None:
    """The second claim starts no process, and closing stops the guest."""
    prover.warm("tiny")
    prover.decide("tiny", "greets")
    (guests,) = factory.made
    (warm,) = guests.all()
    run = warm.run
    prover.decide("tiny", "swears")
    assert [guest.run for guest in guests.all()] == [run]
    prover.close()
    assert warm.status.state is GuestState.STOPPED


def test_an_edited_lab_gets_another_guest(prover: Prover, tmp_path: Path) -> None:
    """So a verdict is always about the current files."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "words.txt").write_text("x")
    for said in ("hej", "hello"):
        (mine / "app.py").write_text(APP.replace('"hello"', f'"{said}"'))
        verdict = prover.decide("tiny", "greets", folder=mine)
        assert isinstance(verdict, Verdict)
        assert verdict.reason == f"It said {said}."


def test_few_guests_are_kept_warm(prover: Prover, labs_folder: Path, factory: Factory) -> None:
    """Only those of the last two labs."""
    for slug in ("aaa", "bbb", "ccc"):
        write_lab(labs_folder / "1-first" / slug)
    for slug in ("aaa", "bbb", "ccc", "bbb"):
        prover.decide(slug, "greets")
    assert sorted(guest.target.spec for guest in factory.made[0].all()) == ["lab:bbb", "lab:ccc"]


def test_a_counterexample_is_run_for_a_page(prover: Prover) -> None:
    """It has the opposite outcome."""
    verdict = prover.counter("tiny", "greets")
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is Outcome.FAILS


@pytest.mark.parametrize(("lab", "claim"), [("tiny", "nothing"), ("nothing", "greets")])
def test_an_unknown_claim_is_a_problem(prover: Prover, lab: str, claim: str) -> None:
    """For example from an old link."""
    for problem in (prover.decide(lab, claim), prover.counter(lab, claim)):
        assert isinstance(problem, Problem)
        assert problem.code == "no-claim"
    prover.warm("nothing")
    assert prover.status("nothing") is None


def test_closing_stops_a_run(catalogue: Catalogue, factory: Factory) -> None:
    """So that it does not keep Fumehood from ending."""
    prover = Prover(guests_factory=factory, catalogue=catalogue)
    found = prover.prove((), ProveOptions(on_verdict=lambda verdict: prover.close()))
    assert isinstance(found, Problem)
    assert found.code == "cancelled"
    assert [made.all() for made in factory.made] == [()]


def test_the_status_of_a_lab_is_waited_for(prover: Prover, tiny_copy: Path) -> None:
    """A lab that starts is ready; a copy that does not has a problem; an unknown lab has no status."""
    status = prover.status("tiny")
    assert status is not None
    assert status.state is GuestState.READY
    (tiny_copy / "app.py").write_text("def :\n", "utf-8")
    status = prover.status("tiny", folder=tiny_copy)
    assert status is not None
    assert status.state is GuestState.CRASHED
    assert status.problem is not None
    assert "app.py" in status.problem.detail
    assert prover.status("nothing") is None


@pytest.fixture
def tiny_copy(catalogue: Catalogue, tmp_path: Path) -> Path:
    """A working copy of the small lab."""
    tiny = catalogue.lab("tiny")
    assert tiny is not None
    folder = tmp_path / "copy"
    folder.mkdir()
    copy_lab(tiny, folder)
    return folder


def test_a_closed_prover_decides_nothing(catalogue: Catalogue, factory: Factory) -> None:
    """A late call starts no process that would be left running."""
    prover = Prover(guests_factory=factory, catalogue=catalogue)
    prover.close()
    for ask in (lambda: prover.decide("tiny", "greets"), prover.prove):
        with pytest.raises(RuntimeError, match="closed"):
            ask()
    assert factory.made == []


def test_closing_waits_for_the_end_of_a_run(catalogue: Catalogue, factory: Factory) -> None:
    """It returns when the guests of the run are gone."""
    prover = Prover(guests_factory=factory, catalogue=catalogue)
    begun = threading.Event()
    proving = threading.Thread(
        target=lambda: prover.prove((), ProveOptions(on_verdict=lambda _: begun.set()))
    )
    proving.start()
    assert begun.wait(60)
    prover.close()
    assert [made.all() for made in factory.made] == [()]
    proving.join(60)
    assert not proving.is_alive()
