"""What is left of a guest that kills the processes above it."""

import os
import queue
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from server.runner.processes.limits import Limits
from server.runner.processes.supervised_process import SupervisedProcess
from tests.sources import ROOT
from tests.support.runner.fake_script_guests import SECONDS

pytestmark = [
    pytest.mark.slow,
    pytest.mark.hardness("orphan-process"),
    pytest.mark.skipif(sys.platform != "linux", reason="the attack writes into /proc"),
]

ATTACK = """
import os, signal, sys, time

def parent_of(pid):
    return int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])

supervisor = os.getppid()
guard = parent_of(supervisor)
fumehood = parent_of(guard)
folder, *targets = sys.argv[1:]
open(folder + "/guest", "w").write(str(os.getpid()))
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        code = f"import os, time; open({folder + '/orphan'!r}, 'w').write(str(os.getpid())); time.sleep(600)"
        os.execve(sys.executable, [sys.executable, "-I", "-S", "-c", code], {})
    os._exit(0)
os.wait()
while not (os.path.exists(folder + "/orphan") and open(folder + "/orphan").read()):
    time.sleep(0.01)
with open(f"/proc/{supervisor}/fd/1", "w") as reports:
    reports.write('{"supervisor": 1}\\n{"exit": 0}\\n')
pids = {"supervisor": supervisor, "guard": guard, "fumehood": fumehood}
for target in targets:
    os.kill(pids[target.removeprefix("only-stopped-")], signal.SIGSTOP)
for target in targets:
    if target in pids:
        os.kill(pids[target], signal.SIGKILL)
if targets[-1] not in pids:
    os.kill(os.getpid(), signal.SIGKILL)
time.sleep(600)
"""
HOST = """
import sys, time
from server.runner.processes.limits import Limits
from server.runner.processes.supervised_process import SupervisedProcess

process = SupervisedProcess(sys.argv[1:], {}, b"\\n", Limits(), lambda code, error: None)
time.sleep(600)
"""


def attack(folder: Path, *targets: str) -> list[str]:
    """Return the command of a guest that forks twice, reports an exit, and kills these processes."""
    return [sys.executable, "-I", "-S", "-c", ATTACK, str(folder), *targets]


def pid_of(name: str, folder: Path) -> int:
    """Return the process `guest`, or `orphan`, which the guest has left.

    A supervisor that is killed at once has not told the number of the guest to anybody.
    """
    return int((folder / name).read_text())


@pytest.mark.parametrize(
    "targets",
    [
        ("supervisor",),
        ("guard",),
        ("supervisor", "guard"),
        ("guard", "supervisor"),
        ("supervisor", "only-stopped-guard"),
        ("only-stopped-guard", "only-stopped-supervisor"),
    ],
    ids="-".join,
)
def test_a_guest_that_kills_its_keepers_leaves_no_process(
    tmp_path: Path, has_ended: Callable[[int], bool], targets: tuple[str, ...]
) -> None:
    """An app forks twice, without its session and environment, reports an exit and kills its keepers."""
    ends: queue.SimpleQueue[tuple[int | None, str]] = queue.SimpleQueue()
    process = SupervisedProcess(attack(tmp_path, *targets), {}, b"\n", Limits(), lambda *end: ends.put(end))
    code, error = ends.get(timeout=SECONDS)
    # Where the supervisor lives it reports the end; otherwise the code may have been written by the guest.
    assert (code, error) == (-signal.SIGKILL if targets[-1] == "only-stopped-supervisor" else None, "")
    assert process.pid in (None, pid_of("guest", tmp_path))
    assert has_ended(pid_of("guest", tmp_path))
    assert has_ended(pid_of("orphan", tmp_path))


@pytest.mark.parametrize("targets", [("fumehood", "supervisor"), ("fumehood", "guard"), ("fumehood",)])
def test_it_leaves_none_where_it_kills_fumehood_too(
    tmp_path: Path, has_ended: Callable[[int], bool], targets: tuple[str, ...]
) -> None:
    """An app that has forked twice kills Fumehood and one of its own keepers at the same moment."""
    host = subprocess.Popen(
        [sys.executable, "-c", HOST, *attack(tmp_path, *targets)], cwd=ROOT, env=os.environ
    )
    assert host.wait(SECONDS) < 0
    assert has_ended(pid_of("orphan", tmp_path))
