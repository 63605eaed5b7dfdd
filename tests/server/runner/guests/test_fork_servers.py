"""A guest that was forked is like one whose interpreter was started, and ends like it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from server.model.guest import GuestState, Target
from server.model.problem import Problem
from server.runner.guests.fork_servers import ForkServers
from server.runner.guests.guests import Guest, Guests
from server.runner.guests.start_settings import StartSettings
from server.runner.processes.fork_server import AVAILABLE
from server.runner.targets.resolve import resolve_target
from tests.environments import environment
from tests.sources import ROOT
from tests.support.real_guest import SECONDS, get

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not AVAILABLE, reason="only Linux has fork servers")]

APP = """
import ctypes, gc, json, os, random, resource, signal, subprocess, sys, tempfile, threading, warnings
from flask import Flask

app = Flask(__name__)


def pdeathsig():
    number = ctypes.c_int()
    ctypes.CDLL(None).prctl(2, ctypes.byref(number), 0, 0, 0)
    return number.value


FACTS = {
    "variables": dict(os.environ),
    "folder": os.getcwd(),
    "arguments": [sys.argv, sys.flags[:13], sys.path, sys.executable, getattr(sys, "orig_argv", None)],
    "finders": [type(each).__name__ for each in sys.meta_path],
    "files": sorted(int(name) for name in os.listdir("/proc/self/fd")),
    "streams": [
        (each.name, each.mode, each.encoding, each.errors, each.line_buffering, each.isatty(), each.fileno())
        for each in (sys.stdin, sys.stdout, sys.stderr)
    ],
    "signals": [str(signal.getsignal(number)).partition(" at ")[0] for number in sorted(signal.Signals)],
    "blocked": sorted(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "wakeup": signal.set_wakeup_fd(-1),
    "leads its session": os.getsid(0) == os.getpid() == os.getpgrp(),
    "limits": [resource.getrlimit(each) for each in (resource.RLIMIT_NOFILE, resource.RLIMIT_CORE)],
    "nice": os.nice(0),
    "umask": [os.umask(0o22), os.umask(0o22)][0],
    "ends with its parent": pdeathsig(),
    "main thread": threading.current_thread() is threading.main_thread(),
    "warnings": [str(each) for each in warnings.filters],
    "collector": [gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()],
    "recursion": sys.getrecursionlimit(),
    "temporary": tempfile.gettempdir(),
}


@app.get("/")
def facts():
    return FACTS


@app.get("/random")
def draw():
    return {"random": [random.random(), os.urandom(4).hex()]}


@app.get("/orphan")
def orphan():
    code = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    double = f"import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', {code!r}], env={{}})"
    done = subprocess.Popen(
        [sys.executable, "-c", double], stdout=subprocess.PIPE, start_new_session=True, text=True
    )
    return {"pid": int(done.stdout.readline())}
"""
# What a library of an app finds, and what the app finds of it.
LIBRARY_APP = """
import shop.part

@app.get("/library")
def library():
    return {
        "value": shop.part.value,
        "mode": shop.part.mode,
        "modules": [name for name in sys.modules if name.partition(".")[0] in ("shop", "wave")],
        "unused": hasattr(shop, "unused"),
        "file": shop.part.__spec__.origin,
    }
"""
LIBRARY = {
    "__init__.py": "",
    "part.py": "import os, wave\nvalue = 1\nmode = os.environ.get('MODE')",
    "unused.py": "",
}
HOST = """
import sys, time
from server.runner.guests.guests import Guests
from server.runner.targets.resolve import resolve_target

guests = Guests()
for _ in range(3):
    guests.open(resolve_target(sys.argv[1], lab=lambda _: None)).wait(60)
print("opened", flush=True)
time.sleep(600)
"""
Forked = Callable[[], Guest]


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Target:
    """The app."""
    file = tmp_path_factory.mktemp("app") / "app.py"
    file.write_text(APP)
    target = resolve_target(str(file), lab=lambda _: None)
    assert not isinstance(target, Problem)
    return target


@pytest.fixture(scope="module")
def guests() -> Iterator[Guests]:
    """Guests on our own interpreter."""
    opened = Guests()
    yield opened
    opened.close()


def start(guests: Guests, target: Target, python: Path | None = None) -> Guest:
    """Open the app and wait until it is ready."""
    guest = guests.open(target, python=python)
    status = guest.wait(SECONDS)
    assert status.state is GuestState.READY, status.problem
    return guest


def supervisor_of(guest: Guest) -> psutil.Process:
    """Return the parent of a guest."""
    parent = psutil.Process(guest.status.pid).parent()
    assert parent is not None
    return parent


def is_forked(guest: Guest) -> bool:
    """Return whether a guest's supervisor was forked, and not started as a program."""
    return not any(word.endswith("supervisor.py") for word in supervisor_of(guest).cmdline())


def start_forked(guests: Guests, target: Target, python: Path | None = None) -> Guest:
    """Open the app until its guest is a forked one: the server may not be ready yet."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        guest = start(guests, target, python)
        if is_forked(guest):
            return guest
        guests.remove(guest.id)
    raise AssertionError("no guest was forked")


def read(guest: Guest, path: str) -> Any:
    """Return what a view answers."""
    response = get(guest, path).response
    assert response is not None
    return json.loads(response.body.data)


@pytest.mark.environments
@pytest.mark.parametrize("name", [None, "flask22"], ids=["our own interpreter", "the oldest Flask"])
def test_a_forked_guest_sees_what_a_started_one_sees(
    guests: Guests, target: Target, name: str | None
) -> None:
    """Variables, arguments, files, signals, limits, session and the rest of its process."""
    python = environment(name) if name else None
    started = start(guests, target, python)
    assert not is_forked(started)
    forked = start_forked(guests, target, python)
    assert read(forked, "/") == read(started, "/")
    guests.remove(started.id)
    guests.remove(forked.id)


@dataclass
class Shop:
    """A guest whose app uses a library, which can be edited."""

    guests: Guests
    guest: Guest
    part: Path

    def facts(self) -> dict[str, Any]:
        """What the app finds of the library."""
        facts: dict[str, Any] = read(self.guest, "/library")
        return facts

    def has_library_ahead(self) -> bool:
        """Return whether the library was imported in the process before the app."""
        session = self.guest._lifecycle.snapshot().session
        return session is not None and session.run.spec.libraries is not None and session.run.has_libraries

    def restart(self) -> None:
        """Start again."""
        self.guest.restart()
        assert self.guest.wait(SECONDS).state is GuestState.READY, self.guest.status.problem

    def restart_until_ahead(self) -> None:
        """Start again until the library was imported ahead of it."""
        deadline = time.monotonic() + SECONDS
        while not self.has_library_ahead():
            assert time.monotonic() < deadline
            time.sleep(0.2)
            self.restart()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The guest, started from nothing; its library has been imported by no process yet."""
    packages = tmp_path_factory.mktemp("lib") / "site-packages"
    (packages / "shop").mkdir(parents=True)
    for name, code in LIBRARY.items():
        (packages / "shop" / name).write_text(code)
    file = tmp_path_factory.mktemp("app") / "app.py"
    file.write_text(APP + LIBRARY_APP)
    target = resolve_target(str(file), lab=lambda _: None)
    assert not isinstance(target, Problem)
    guests = Guests(warm=1)
    guest = guests.open(target, settings=StartSettings(variables={"PYTHONPATH": str(packages)}))
    guest.watch(True)
    assert guest.wait(SECONDS).state is GuestState.READY, guest.status.problem
    yield Shop(guests, guest, packages / "shop" / "part.py")
    guests.close()


def test_an_app_whose_libraries_were_imported_ahead_sees_what_it_would_see_otherwise(shop: Shop) -> None:
    """Its process and its modules are the same; but for the finder that gives it the libraries."""
    assert not shop.has_library_ahead()
    facts, library = read(shop.guest, "/"), shop.facts()
    shop.restart_until_ahead()
    ahead = read(shop.guest, "/")
    assert ahead["finders"].pop(ahead["finders"].index("PreloadedFinder"))
    assert ahead == facts
    assert shop.facts() == library
    assert not library["unused"]


def test_an_edited_library_is_imported_anew(shop: Shop) -> None:
    """Also where a process with the old one was waiting already."""
    shop.restart_until_ahead()
    shop.part.write_text(LIBRARY["part.py"].replace("value = 1", "value = 22"))
    shop.restart()
    assert not shop.has_library_ahead()
    assert shop.facts()["value"] == 22
    shop.restart_until_ahead()
    assert shop.facts()["value"] == 22


def test_changed_variables_are_seen_by_a_library_while_it_is_imported(shop: Shop) -> None:
    """Settings of the app ask for another process that forks."""
    shop.restart_until_ahead()
    settings = StartSettings(variables={"PYTHONPATH": str(shop.part.parents[1]), "MODE": "live"})
    shop.guest.use_settings(settings)
    shop.restart()
    assert shop.facts()["mode"] == "live"
    shop.restart_until_ahead()
    assert shop.facts()["mode"] == "live"


def test_a_library_that_depends_on_its_process_is_imported_in_each_guest(shop: Shop) -> None:
    """The others still are imported ahead of it; nobody finds the number of another process."""
    shop.part.write_text(LIBRARY["part.py"].replace("value = 1", "value = os.getpid()"))
    shop.restart()
    shop.restart_until_ahead()
    assert shop.facts()["value"] == shop.guest.status.pid


def test_forked_guests_have_random_numbers_of_their_own(guests: Guests, target: Target) -> None:
    """Two of the same server draw different ones."""
    first, second = start_forked(guests, target), start_forked(guests, target)
    assert read(first, "/random") != read(second, "/random")


@pytest.mark.hardness("orphan-process")
@pytest.mark.parametrize("killed", ["nobody", "supervisor", "guard"])
def test_a_forked_guest_leaves_no_process(
    guests: Guests, target: Target, has_ended: Callable[[int], bool], killed: str
) -> None:
    """A process that it has started in a session of its own ends with it, also if its keepers are killed."""
    guest = start_forked(guests, target)
    pids = [guest.status.pid, read(guest, "/orphan")["pid"]]
    supervisor = supervisor_of(guest)
    guard = supervisor.parent()
    assert guard is not None
    if killed == "nobody":
        guest.stop()
    else:
        (supervisor if killed == "supervisor" else guard).kill()
    assert all(has_ended(pid) for pid in [*pids, supervisor.pid, guard.pid] if pid is not None)


def test_a_server_that_was_killed_is_not_missed(guests: Guests, target: Target) -> None:
    """The guests that it has forked go on, and the next ones are started as programs."""
    forked = start_forked(guests, target)
    guard = supervisor_of(forked).parent()
    assert guard is not None
    server = guard.parent()
    assert server is not None
    server.kill()
    assert read(forked, "/")
    assert not is_forked(start(guests, target))
    assert not is_forked(start(guests, target))


@pytest.mark.hardness("orphan-process")
def test_servers_and_guests_end_with_fumehood(target: Target) -> None:
    """After SIGKILL no process is left."""
    with subprocess.Popen(
        [sys.executable, "-c", HOST, str(target.root / "app.py")], cwd=ROOT, stdout=subprocess.PIPE
    ) as host:
        assert host.stdout is not None
        assert host.stdout.readline() == b"opened\n"
        family = psutil.Process(host.pid).children(recursive=True)
        host.send_signal(signal.SIGKILL)
    _, left = psutil.wait_procs(family, SECONDS)
    assert left == []


def test_nothing_is_forked_after_the_end() -> None:
    """A closed object starts no server."""
    servers = ForkServers()
    servers.close()
    assert [servers.fork(None, Path("boot.py"), {}) for _ in range(3)] == [None] * 3
