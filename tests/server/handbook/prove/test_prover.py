"""Tests of proving: all at once, in any order, cancelled, and one claim for a page."""

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
    """Makes guests and remembers them."""

    def __init__(self) -> None:
        self.made: list[Guests] = []

    def __call__(self) -> Guests:
        """Make some more."""
        self.made.append(Guests())
        return self.made[-1]


@pytest.fixture
def factory() -> Factory:
    """Guests on demand."""
    return Factory()


@pytest.fixture
def prover(catalogue: Catalogue, factory: Factory) -> Iterator[Prover]:
    """A prover of the small catalogue."""
    opened = Prover(guests_factory=factory, catalogue=catalogue)
    yield opened
    opened.close()


def outcomes(report: Report | Problem) -> dict[str, Outcome]:
    """How each claim of a report came out."""
    assert isinstance(report, Report), report
    return {f"{verdict.lab}:{verdict.claim}": verdict.outcome for _, verdict in report.found}


def test_a_whole_run_decides_each_claim_once(prover: Prover, shelf: Path, factory: Factory) -> None:
    """Labs side by side; every verdict is told as it comes, the report stands in the handbook's order."""
    write_lab(shelf / "1-first" / "second", toml=TOML.replace('"1.1"', '"1.2"'))
    told: list[Verdict] = []
    report = prover.prove((), ProveOptions(on_verdict=told.append))
    assert isinstance(report, Report)
    assert [verdict.lab for _, verdict in report.found] == ["tiny"] * 3 + ["second"] * 3
    assert sorted((verdict.lab, verdict.claim) for verdict in told) == sorted(
        (claim.lab, claim.id) for claim, _ in report.found
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
def test_what_is_in_doubt_is_tried_once_more_by_itself(
    prover: Prover, shelf: Path, tmp_path: Path, enough: int, outcome: Outcome
) -> None:
    """When all else is decided; only what comes out then is told."""
    note = tmp_path / "tried"
    claims = one_claim(TRIES.format(note=str(note), enough=enough))
    write_lab(shelf / "1-first" / "busy", claims=claims, toml=TOML.replace('"1.1"', '"1.0"'))
    told: list[Verdict] = []
    found = outcomes(prover.prove((), ProveOptions(on_verdict=told.append)))
    assert found["busy:only"] is outcome
    assert [verdict.lab for verdict in told] == ["tiny", "tiny", "tiny", "busy"]
    assert note.read_text() == "xx"


def test_order_does_not_matter(prover: Prover, shelf: Path) -> None:
    """One by one, all together, shuffled and twice in a row, the verdicts are the same."""
    write_lab(shelf / "1-first" / "second")
    together = outcomes(prover.prove())
    assert outcomes(prover.prove()) == together
    mixed = random.Random(7)  # noqa: S311 - it only mixes
    assert outcomes(prover.prove((), ProveOptions(shuffle=mixed))) == together
    for name, outcome in together.items():
        verdict = prover.decide(*name.split(":"))
        assert isinstance(verdict, Verdict)
        assert verdict.outcome is outcome


def test_only_the_named_labs_are_proved(prover: Prover, shelf: Path) -> None:
    """A name that is none is a problem that lists those that are."""
    write_lab(shelf / "1-first" / "second")
    assert set(outcomes(prover.prove(["second"]))) == {"second:greets", "second:swears", "second:modern"}
    problem = prover.prove(["second", "third"])
    assert isinstance(problem, Problem)
    assert "third" in problem.cause
    assert "tiny, second" in problem.remedy or "second, tiny" in problem.remedy


def test_an_interpreter_that_is_none_is_a_problem(prover: Prover, tmp_path: Path, factory: Factory) -> None:
    """It is said before anything is started."""
    assert isinstance(prover.prove((), ProveOptions(python=tmp_path / "no-python")), Problem)
    assert factory.made == []


def test_an_interpreter_without_flask_is_a_problem(prover: Prover, tmp_path: Path, factory: Factory) -> None:
    """It is said once; a folder of an environment may be named, and is looked into."""
    venv.create(tmp_path / "bare", symlinks=True)
    problem = prover.prove((), ProveOptions(python=tmp_path / "bare"))
    assert isinstance(problem, Problem)
    assert problem.code == "no-flask"
    assert "pip install flask" in problem.remedy
    assert factory.made == []


def test_a_cancel_leaves_nothing_behind(prover: Prover, shelf: Path, factory: Factory) -> None:
    """Even while a request waits for an answer, the run ends and with it every guest."""
    write_lab(shelf / "1-first" / "waits", claims=one_claim('bench.send("GET", "/slow")'))
    cancel = threading.Event()
    told: list[Verdict] = []

    def hear(verdict: Verdict) -> None:
        told.append(verdict)
        if len(told) == 3:
            cancel.set()

    problem = prover.prove((), ProveOptions(on_verdict=hear, cancel=cancel))
    assert isinstance(problem, Problem)
    assert problem.code == "cancelled"
    assert len(told) == 3
    assert [made.all() for made in factory.made] == [()]


def test_a_cancel_ends_what_would_never_end(prover: Prover, shelf: Path) -> None:
    """An experiment that loops has no minute more, and its thread goes."""
    write_lab(shelf / "1-first" / "loops", claims=one_claim("while True:\n    pass"))
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
    """Nothing is decided then."""
    cancel = threading.Event()
    cancel.set()
    told: list[Verdict] = []
    assert isinstance(prover.prove((), ProveOptions(cancel=cancel, on_verdict=told.append)), Problem)
    assert told == []


def test_a_listener_s_fault_ends_the_run(prover: Prover, factory: Factory) -> None:
    """What it raises is raised again, and the guests are gone."""

    def fall(_verdict: Verdict) -> None:
        raise RuntimeError("deaf")

    with pytest.raises(RuntimeError, match="deaf"):
        prover.prove((), ProveOptions(on_verdict=fall))
    assert [made.all() for made in factory.made] == [()]


def test_a_guest_stays_warm_between_two_claims(prover: Prover, factory: Factory) -> None:
    """The second claim of a page starts no process, and closing ends the guest."""
    prover.warm("tiny")
    prover.decide("tiny", "greets")
    (guests,) = factory.made
    (warm,) = guests.all()
    run = warm.run
    prover.decide("tiny", "swears")
    assert [guest.run for guest in guests.all()] == [run]
    prover.close()
    assert warm.status.state is GuestState.STOPPED


def test_an_edited_lab_gets_a_guest_of_its_own(prover: Prover, tmp_path: Path) -> None:
    """A verdict is always about the text as it now is."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "words.txt").write_text("x")
    for said in ("hej", "hello"):
        (mine / "app.py").write_text(APP.replace('"hello"', f'"{said}"'))
        verdict = prover.decide("tiny", "greets", folder=mine)
        assert isinstance(verdict, Verdict)
        assert verdict.reason == f"It said {said}."


def test_few_guests_are_kept_warm(prover: Prover, shelf: Path, factory: Factory) -> None:
    """Of the labs visited only the last two keep theirs."""
    for slug in ("aaa", "bbb", "ccc"):
        write_lab(shelf / "1-first" / slug)
    for slug in ("aaa", "bbb", "ccc", "bbb"):
        prover.decide(slug, "greets")
    assert sorted(guest.target.spec for guest in factory.made[0].all()) == ["lab:bbb", "lab:ccc"]


def test_a_page_asks_for_a_counterexample(prover: Prover) -> None:
    """It comes out the other way."""
    verdict = prover.counter("tiny", "greets")
    assert isinstance(verdict, Verdict)
    assert verdict.outcome is Outcome.FAILS


@pytest.mark.parametrize(("lab", "claim"), [("tiny", "nothing"), ("nothing", "greets")])
def test_an_unknown_claim_is_a_problem(prover: Prover, lab: str, claim: str) -> None:
    """Asked for by a link that is old, for example."""
    for problem in (prover.decide(lab, claim), prover.counter(lab, claim)):
        assert isinstance(problem, Problem)
        assert problem.code == "no-claim"
    prover.warm("nothing")
    assert prover.status("nothing") is None


def test_closing_ends_a_run_under_way(catalogue: Catalogue, factory: Factory) -> None:
    """A prover that is closed while it proves cancels the run: nothing keeps Fumehood from ending."""
    prover = Prover(guests_factory=factory, catalogue=catalogue)
    found = prover.prove((), ProveOptions(on_verdict=lambda verdict: prover.close()))
    assert isinstance(found, Problem)
    assert found.code == "cancelled"
    assert [made.all() for made in factory.made] == [()]


def test_the_state_of_a_lab_is_told_once_it_is_known(prover: Prover, tiny_copy: Path) -> None:
    """A lab that starts is ready; a copy that cannot says why; an unknown lab has no state."""
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
    """Whoever asks late starts no process that nobody would end."""
    prover = Prover(guests_factory=factory, catalogue=catalogue)
    prover.close()
    for ask in (lambda: prover.decide("tiny", "greets"), prover.prove):
        with pytest.raises(RuntimeError, match="closed"):
            ask()
    assert factory.made == []


def test_closing_waits_until_a_run_has_left_nothing(catalogue: Catalogue, factory: Factory) -> None:
    """Closed from another thread, the prover returns when the run's guests are gone."""
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
