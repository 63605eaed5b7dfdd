"""What may happen to the running program: racing launches, a suspended machine, odd names, hours of load."""

import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import psutil
import pytest

from server.startup_choices import STORE_FILE
from tests.hardness.scale import Scale
from tests.support.fumehood_process import LINK, all_gone, environment, family, link_of, run, running
from tests.support.raw_workbench import RawWorkbench

pytestmark = pytest.mark.slow

Record = Callable[[str, object], None]


@pytest.mark.hardness("two-launches")
def test_of_two_launches_within_a_millisecond_one_serves(
    tmp_path: Path, hardness_scale: Scale, record_property: Record
) -> None:
    """One of them serves, the other prints a link to it, and both links lead to the same program."""
    tries = hardness_scale.choose(short=2, long=100)
    record_property("tried", tries)
    for number in range(tries):
        home = tmp_path / str(number)
        with ExitStack() as stack:
            both = [stack.enter_context(running(home, "serve")) for _ in range(2)]
            links = [link_of(process) for process in both]
            assert len({link.partition("/?")[0] for link in links}) == 1
            for link in links:
                assert RawWorkbench(link).send("GET", "/").status == 200
            ended = first_ended(both)
            assert len(ended) == 1
            (serving,) = (process for process in both if process not in ended)
            serving.send_signal(signal.SIGTERM)
            assert serving.wait(60) == 0
            assert [process.wait(60) for process in ended] == [0]
            errors = "".join(process.stderr.read() for process in both if process.stderr)
            assert "Traceback" not in errors


def first_ended(processes: list["subprocess.Popen[str]"]) -> list["subprocess.Popen[str]"]:
    """Return the launches that have ended by themselves, once one has."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        ended = [process for process in processes if process.poll() is not None]
        if ended:
            return ended
        time.sleep(0.02)
    return []


@pytest.mark.hardness("suspend")
def test_a_suspended_machine_goes_on(tmp_path: Path, hardness_scale: Scale) -> None:
    """While all processes are stopped nothing is asked; afterwards pages, guest and session go on."""
    with running(tmp_path, "serve") as process:
        ours = RawWorkbench(link_of(process))
        bench = ours.send("POST", "/try").headers["hx-redirect"].partition("?")[0]
        members = family(process)
        for member in members:
            member.suspend()
        time.sleep(hardness_scale.choose(short=1.5, long=3600.0))
        for member in reversed(members):
            member.resume()
        assert ours.send("GET", bench).status == 200
        sent = ours.send("POST", f"{bench}/send", b"method=GET&url=%2F")
        assert sent.status in (200, 204), sent.text
        assert {member.pid for member in members} <= {member.pid for member in family(process)}
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    assert all_gone(members)


NAMES = (
    " two  spaces",
    "quotes ' and \"",
    "\u05e2\u05d1\u05e8\u05d9\u05ea \u202e\u0639",
    "\U0001f9ea\U0001f525",
    "%s {{ 7*7 }} $(reboot) `x` ;#&",
    "\n\ttab",
    "n" * 255,
    "-rf",
)


@pytest.mark.hardness("unusual-name")
@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_projects_and_homes_may_have_any_name(tmp_path: Path, name: str) -> None:
    """An app in such a folder is recorded with its data in a home of such a name."""
    project = tmp_path / name
    project.mkdir()
    (project / "app.py").write_text(
        "from flask import Flask\napp = Flask(__name__)\n@app.get('/')\ndef f(): return 'x7'\n"
    )
    home = tmp_path / f"home{name[:200]}"
    done = run(home, "record", str(project), "/", cwd=project)
    assert done.returncode == 0, done.stderr
    assert "x7" in done.stdout
    assert "Traceback" not in done.stderr
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", done.stdout + done.stderr)
    with running(home, "serve") as process:
        ours = RawWorkbench(link_of(process))
        assert ours.send("GET", "/").status == 200


@pytest.mark.hardness("soak")
def test_hours_of_load_leave_everything_as_it_was(
    tmp_path: Path, hardness_scale: Scale, record_property: Record
) -> None:
    """At load with many clients, memory, threads, handles and the file of the program stay the same."""
    seconds = hardness_scale.choose(short=6.0, long=3600.0)
    with running(tmp_path, "serve") as process:
        ours = RawWorkbench(link_of(process))
        settings = b"history_mb=10&start_seconds=60&request_seconds=30&memory_mb=2048&open_files=4096"
        assert ours.send("POST", "/settings", settings).status < 300
        bench = ours.send("POST", "/try").headers["hx-redirect"].partition("?")[0]
        program = psutil.Process(process.pid)
        counted = [0] * 4
        stop = threading.Event()

        def load(number: int) -> None:
            while not stop.is_set():
                assert ours.send("POST", f"{bench}/send", b"method=GET&url=%2F").status in (200, 204)
                assert ours.send("GET", bench).status == 200
                assert ours.send("GET", "/").status == 200
                counted[number] += 3

        workers = [threading.Thread(target=load, args=(number,)) for number in range(len(counted))]
        for worker in workers:
            worker.start()
        try:
            time.sleep(seconds / 2)
            before = state(program)
            time.sleep(seconds / 2)
            after = state(program)
        finally:
            stop.set()
            for worker in workers:
                worker.join(60)
        record_property("tried", sum(counted))
        assert sum(counted) > 10
        assert after["threads"] <= before["threads"] + 4
        assert after["handles"] <= before["handles"] + 20
        assert after["memory"] <= before["memory"] * 1.15 + 20_000_000, (before, after)
        assert (tmp_path / "data" / STORE_FILE).stat().st_size < 20_000_000
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
    with closing(sqlite3.connect(tmp_path / "data" / STORE_FILE)) as store:
        assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def state(program: psutil.Process) -> dict[str, int]:
    """Return how much of everything a process has."""
    return {
        "memory": program.memory_info().rss,
        "threads": program.num_threads(),
        "handles": program.num_fds(),
    }


CLOCKS = """
import random, sys, time
real = time.time
random.seed(7)
state = {"shift": 0.0}
def jumping():
    if random.random() < 0.05:
        state["shift"] = random.choice([0, -3600, 3600, -86400 * 365 * 30, 86400 * 365 * 30, -1.5])
    return real() + state["shift"]
time.time = jumping
from desktop.cli.main import run
sys.exit(run(["serve"]))
"""


@pytest.mark.hardness("clock-jump")
def test_a_clock_that_jumps_disturbs_nothing(tmp_path: Path, record_property: Record) -> None:
    """While the clock is set back and forth by hours and years, pages, sends and the history go on."""
    command = [sys.executable, "-c", CLOCKS]
    with subprocess.Popen(
        command, env=environment(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            link = LINK.match(process.stdout.readline())
            assert link, process.stderr and process.stderr.read()
            ours = RawWorkbench(link[1])
            bench = ours.send("POST", "/try").headers["hx-redirect"].partition("?")[0]
            for number in range(12):
                sent = ours.send("POST", f"{bench}/send", b"method=GET&url=%2F")
                assert sent.status in (200, 204), sent.text
                for path in ("/", bench, f"/exchanges/{number + 1}", "/mail", "/handbook", f"{bench}/rows"):
                    assert ours.send("GET", path).status == 200, path
            record_property("tried", 12 * 7)
            process.send_signal(signal.SIGTERM)
            _out, errors = process.communicate(timeout=60)
            assert (process.returncode, errors) == (0, "")
        finally:
            process.kill()
    log = (tmp_path / "logs" / "fumehood.log").read_text()
    assert "Traceback" not in log
