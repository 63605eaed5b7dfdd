"""Test what an experiment can do besides sending requests, and that nothing is left of it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.prove.lab_run import LabRun
from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover
from server.model.claim import Outcome, Verdict
from server.model.problem import Problem
from server.runner.guests.guests import Guests
from tests.support.sample_lab import TOML, one_claim, write_lab

pytestmark = pytest.mark.slow

SECONDS = 60.0
BESIDE = """
import os, tempfile
from flask import Flask
app = Flask(__name__)
FOLDER = tempfile.mkdtemp()


@app.route("/")
def where():
    return FOLDER
"""
TELLS = "return Observation(holds=True, because=json.dumps(found))"
FAMILY_CODE = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
print(child.pid, flush=True)
time.sleep(600)
"""
FAMILY = repr(FAMILY_CODE)


class SampleLab:
    """A lab with one claim, and guests to decide it on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.guests = Guests()

    def run(self, body: str, *, toml: str = TOML) -> LabRun:
        """Write the lab with an experiment of that body, and return its run."""
        lab = write_lab(
            self.folder / "1-first" / "tiny",
            claims=one_claim("import json\nfrom pathlib import Path\n" + body),
            toml=toml,
        )
        (lab / "beside.py").write_text(BESIDE)
        self.catalogue = Catalogue((self.folder,))
        tiny = self.catalogue.lab("tiny")
        assert tiny is not None, self.catalogue.problems
        return LabRun(self.guests, tiny)

    def decide(self, body: str, **parts: str) -> Verdict:
        """Return the verdict of that experiment."""
        return self.run(body, **parts).decide(self.catalogue.experiments("tiny")[0])

    def found(self, body: str) -> list[object]:
        """Return the value of `found` in that experiment."""
        verdict = self.decide(f"{body}\n{TELLS}")
        assert verdict.outcome is Outcome.HOLDS, verdict.reason
        found: list[object] = json.loads(verdict.reason)
        return found


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[SampleLab]:
    """A lab of which nothing is left after the test, not even the scratch folder."""
    sample = SampleLab(tmp_path / "labs")
    root = sample.guests.scratch_folders.root
    yield sample
    sample.guests.close()
    assert not root.exists()


def test_an_experiment_knows_its_surroundings(sample: SampleLab) -> None:
    """It gets the guest's address, the lab's folder, an empty folder and a free port."""
    url, folder, empty, scratch, port = sample.found(
        "found = [bench.url, str(bench.folder), os.listdir(bench.scratch), str(bench.scratch), bench.port()]"
    )
    assert str(url).startswith("http://localhost:")
    assert folder == str(sample.folder / "1-first" / "tiny")
    assert empty == []
    assert not Path(str(scratch)).exists()
    assert isinstance(port, int)


def test_python_runs_to_its_end(sample: SampleLab) -> None:
    """On the lab's interpreter, in its folder, with variables, input and a folder for temporary files."""
    code = "import os, sys, tempfile; print(os.getcwd()); print(os.environ['TEA'], sys.stdin.read()); "
    code += "print(tempfile.gettempdir()); sys.exit(4)"
    exit_code, output, seconds = sample.found(
        f'ran = bench.python("-c", {code!r}, env={{"TEA": "black"}}, stdin=b"milk")\n'
        "found = [ran.code, ran.output, ran.seconds]"
    )
    folder, said, temporary = str(output).split()[0], str(output).split()[1:3], str(output).split()[3]
    assert exit_code == 4
    assert folder == str(sample.folder / "1-first" / "tiny")
    assert said == ["black", "milk"]
    assert Path(temporary).parent.name.startswith("fumehood-")
    assert not Path(temporary).exists()
    assert isinstance(seconds, float)
    assert not list(sample.folder.rglob("__pycache__/words*"))


def test_a_running_process_is_read_and_stopped(sample: SampleLab) -> None:
    """Its lines are waited for, its children are known, and all of them end with it."""
    child, tree, pid, before, code, after = sample.found(
        f'running = bench.start("-c", {FAMILY}, cwd=bench.scratch)\n'
        r'child = int(running.line(r"(\d+)")[1])'
        "\ntree, pid, before = running.tree(), running.pid, running.alive\n"
        "ran = running.stop()\n"
        "found = [child, tree, pid, before, ran.code, running.alive]"
    )
    assert isinstance(tree, list)
    assert {child, pid} == set(tree)
    assert (before, code, after) == (True, -15, False)
    assert not psutil.pid_exists(int(str(child)))


def test_a_signal_arrives(sample: SampleLab) -> None:
    """A signal to a process that has ended does nothing."""
    code = "import signal, time; signal.signal(signal.SIGUSR1, lambda *_: print('heard', flush=True)); "
    code += "print('waiting', flush=True); time.sleep(600)"
    assert sample.found(
        f'running = bench.start("-c", {code!r})\nrunning.line("waiting")\n'
        'import signal\nrunning.signal(signal.SIGUSR1)\nheard = running.line("heard")[0]\n'
        "code = running.kill().code\nrunning.signal(signal.SIGUSR1)\nfound = [heard, code]"
    ) == ["heard", -9]


@pytest.mark.parametrize("body", ['raise Undecided("Enough.", "Go home.")', "1 / 0", TELLS])
def test_processes_end_with_their_experiment(
    sample: SampleLab, process_ends: Callable[[int], bool], tmp_path: Path, body: str
) -> None:
    """Whether the experiment succeeds or fails."""
    note = tmp_path / "pid"
    sample.decide(
        f'found = []\nrunning = bench.start("-c", {FAMILY})\n'
        f'Path({str(note)!r}).write_text(running.line(".+")[0])\n{body}'
    )
    assert process_ends(int(note.read_text()))


@pytest.mark.parametrize(
    ("body", "reason", "remedy"),
    [
        (
            'bench.python("-c", "import time; time.sleep(60)", timeout=0.3)',
            "did not end within 0.3 s",
            "again",
        ),
        ('bench.start("-c", "print(7)").line("eight")', "expected to print 'eight' and ended", "again"),
        ('bench.start("-c", "print(7)").line("eight")', "the last line it printed was: 7", "again"),
        (
            'bench.start("-c", "import time; time.sleep(60)").line("x", 0.3)',
            "did not within 0.3 s",
            "again",
        ),
        (
            'bench.run_program("no-such-thing", install="apt install thing")',
            "This machine has no no-such-thing.",
            "Install it: apt install thing",
        ),
        (
            'bench.start_program("no-such-thing", install="apt install thing")',
            "This machine has no no-such-thing.",
            "Install it: apt install thing",
        ),
        ('bench.needs("flask", "no-such-thing")', "has no no-such-thing.", "-m pip install no-such-thing"),
        ('bench.python("-c", "1", cwd=bench.scratch / "nowhere")', "No such file", "again"),
        ('bench.beside("words.txt")', "words", ""),
    ],
)
def test_a_failure_is_undecided_with_a_remedy(sample: SampleLab, body: str, reason: str, remedy: str) -> None:
    """The verdict says what is missing and what would help."""
    verdict = sample.decide(body)
    assert verdict.outcome is Outcome.UNDECIDED
    assert reason in verdict.reason
    assert remedy in str(verdict.remedy)


def test_a_program_of_the_machine_runs(sample: SampleLab) -> None:
    """It is found as a shell finds it."""
    assert sample.found(
        'ran = bench.run_program("cat", install="apt install coreutils", stdin=b"meow")\n'
        'running = bench.start_program("cat", "words.txt", install="apt install coreutils")\n'
        "found = [ran.output, ran.code, running.wait(20).output]"
    ) == ["meow", 0, "one two"]


def test_a_lab_names_the_packages_it_needs(sample: SampleLab) -> None:
    """No guest is started without them, because an import error would be less clear."""
    verdict = sample.decide(TELLS, toml=TOML.replace("files =", 'needs = ["no-such-thing>=1"]\nfiles ='))
    assert verdict.outcome is Outcome.UNDECIDED
    assert verdict.reason == "This program has no no-such-thing >=1."
    assert "pip install" in str(verdict.remedy)
    assert sample.guests.all() == ()


def test_a_second_guest_runs_beside_the_first(sample: SampleLab) -> None:
    """Both have a probe, and each has its own temporary files, which are removed with it."""
    text, other, same, methods = sample.found(
        'other = bench.beside("beside.py")\nagain = bench.beside("beside.py")\n'
        'seen = other.send("GET", "/")\n'
        "found = [seen.text, other.url != bench.url, again.url == other.url, seen.of('wsgi')['method']]"
    )
    assert (other, same, methods) == (True, True, "GET")
    assert Path(str(text)).is_dir()
    sample.guests.close()
    assert not Path(str(text)).exists()


def test_requests_of_other_clients_are_seen(sample: SampleLab) -> None:
    """Without those that the bench sent; they are shown with the verdict."""
    body = """
bench.send("GET", "/list")
answer = bench.fetch(bench.url + "/list", headers={"X-From": "elsewhere"})
bench.fetch(bench.url + "/words")
lists, words = bench.arrived("/list"), bench.arrived("/words")
none = bench.arrived("/", seconds=0)
sent = dict(lists[0].exchange.request.headers)["X-From"]
found = [answer.json(), [len(lists), len(words), len(none), len(bench.arrived(seconds=0))], sent]
"""
    verdict = sample.decide(f"{body}{TELLS}")
    assert json.loads(verdict.reason) == [[1, 2], [1, 1, 0, 2], "elsewhere"]
    assert [exchange.request.path for exchange in verdict.exchanges] == ["/list", "/list", "/words"]


def test_a_made_folder_serves_all_claims_of_a_lab(sample: SampleLab, tmp_path: Path) -> None:
    """It is filled once, dropped if that fails, and removed with the lab's guests."""
    note = tmp_path / "made"
    run = sample.run(
        f"""
def make(folder):
    with Path({str(note)!r}).open("a") as file:
        file.write("x")
    (folder / "built").write_text("yes")

def fail(folder):
    raise Undecided(str(folder), "Try again.")

try:
    bench.made("other", fail)
except Undecided as undecided:
    gone = not Path(undecided.reason).exists()
folder = bench.made("it", make)
return Observation(holds=gone and (folder / "built").is_file(), because=str(folder))
"""
    )
    experiment = sample.catalogue.experiments("tiny")[0]
    first, second = run.decide(experiment), run.decide(experiment)
    assert first.outcome is second.outcome is Outcome.HOLDS
    assert first.reason == second.reason
    assert note.read_text() == "x"
    run.stop()
    assert not Path(first.reason).exists()


def test_a_found_value_serves_all_claims_of_a_lab(sample: SampleLab, tmp_path: Path) -> None:
    """It is computed once, and again if that failed; it may use a folder that is made for it."""
    note = tmp_path / "looked"
    run = sample.run(
        f"""
def find():
    with Path({str(note)!r}).open("a") as file:
        file.write("x")
    if note_was_empty:
        raise Undecided("not yet", "Try again.")
    return bench.made("it", lambda folder: (folder / "built").write_text("yes")) / "built"

note_was_empty = not Path({str(note)!r}).exists()
built = bench.found("where", find)
return Observation(holds=built.read_text() == "yes", because=str(built))
"""
    )
    experiment = sample.catalogue.experiments("tiny")[0]
    outcomes = [run.decide(experiment).outcome for _ in range(3)]
    assert outcomes == [Outcome.UNDECIDED, Outcome.HOLDS, Outcome.HOLDS]
    assert note.read_text() == "xx"


def test_bytes_are_answered_by_the_guest(sample: SampleLab) -> None:
    """The bytes reach its server as they are."""
    port = 'int(bench.url.rpartition(":")[2])'
    (said,) = sample.found(f'found = [bench.raw({port}, b"NONSENSE\\r\\n\\r\\n").decode()[:12]]')
    assert said == "HTTP/1.0 400"


def test_a_cancel_leaves_nothing_behind(tmp_path: Path, process_ends: Callable[[int], bool]) -> None:
    """A process that an experiment waits for is ended at once."""
    note = tmp_path / "pid"
    body = f"""
from pathlib import Path
running = bench.start("-c", {FAMILY})
Path({str(note)!r}).write_text(running.line(".+")[0])
running.line("never", 600)
"""
    write_lab(tmp_path / "labs" / "1-first" / "tiny", claims=one_claim(body))
    made: list[Guests] = []

    def guests() -> Guests:
        made.append(Guests())
        return made[-1]

    prover = Prover(guests_factory=guests, catalogue=Catalogue((tmp_path / "labs",)))
    cancel, found = threading.Event(), []
    thread = threading.Thread(target=lambda: found.append(prover.prove((), ProveOptions(cancel=cancel))))
    thread.start()
    limit = time.monotonic() + SECONDS
    while not (note.is_file() and note.read_text()) and time.monotonic() < limit:
        time.sleep(0.01)
    root = made[0].scratch_folders.root
    cancel.set()
    thread.join(SECONDS)
    prover.close()
    assert isinstance(found[0], Problem)
    assert process_ends(int(note.read_text()))
    assert not root.exists()
