"""The supervisor ends the whole process tree that it runs."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from server.runner.processes.supervised_process import SUPERVISOR
from server.runner.processes.supervisor import KILLED, NOT_STARTED

pytestmark = pytest.mark.slow

SECONDS = 60.0


class Supervised:
    """A supervisor that runs a Python snippet."""

    def __init__(
        self,
        code: str,
        *,
        data: int = 0,
        grace: float = 5.0,
        python: str = sys.executable,
        options: tuple[str, ...] = (),
    ) -> None:
        settings = {"files": 100, "data": data, "grace": grace, "environment": dict(os.environ)}
        self.process = subprocess.Popen(
            [sys.executable, *options, str(SUPERVISOR), python, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(settings).encode() + b"\nthe line\n")
        self.pid = self.report()["supervisor"]
        """The process that starts the guest, below the one that was started here where there is a guard."""

    def report(self) -> dict[str, int]:
        """Return the next report of the supervisor."""
        assert self.process.stdout is not None
        values: dict[str, int] = json.loads(self.process.stdout.readline())
        return values

    def read_output(self, length: int) -> bytes:
        """Return so many bytes of the output of the guest."""
        assert self.process.stderr is not None
        data = b""
        while len(data) < length and (part := self.process.stderr.read(length - len(data))):
            data += part
        return data

    def close_input(self) -> None:
        """Close its standard input, as happens when Fumehood is gone."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def end(self) -> None:
        """Kill it, and close its streams."""
        self.process.kill()
        self.process.wait(SECONDS)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervised]]:
    """Start supervisors, which are killed after the test."""
    started: list[Supervised] = []

    def start(code: str, **options: object) -> Supervised:
        started.append(Supervised(code, **options))  # type: ignore[arg-type]  # as named there
        return started[-1]

    yield start
    for supervised in started:
        supervised.end()


def test_the_line_is_passed_on_and_the_exit_code_reported(supervise: Callable[..., Supervised]) -> None:
    """The guest reads its line and then the end of its input."""
    supervised = supervise("import sys; print(sys.stdin.read(), end='', flush=True); sys.exit(5)")
    assert supervised.report()["pid"] > 0
    assert supervised.read_output(9) == b"the line\n"
    assert supervised.report() == {"exit": 5}
    assert supervised.process.wait(SECONDS) == 0


def test_a_signal_is_reported_as_a_negative_number(supervise: Callable[..., Supervised]) -> None:
    """As by subprocess."""
    supervised = supervise("import os; os.kill(os.getpid(), 9)")
    supervised.report()
    assert supervised.report() == {"exit": -9}


def test_a_command_that_cannot_be_started_is_reported(supervise: Callable[..., Supervised]) -> None:
    """The report has the message of the system."""
    supervised = supervise("", python="/nowhere/python")
    assert "/nowhere/python" in str(supervised.report()["error"])
    assert supervised.process.wait(SECONDS) == NOT_STARTED


def test_without_settings_nothing_is_started() -> None:
    """A supervisor whose input ends at once starts nothing."""
    process = subprocess.run(
        [sys.executable, str(SUPERVISOR), "x"], input=b"{}", capture_output=True, timeout=SECONDS, check=True
    )
    assert process.stdout == b""


LIMITS = """
import resource, sys, os, signal
print(resource.getrlimit(resource.RLIMIT_CORE)[0], resource.getrlimit(resource.RLIMIT_NOFILE)[0],
      resource.getrlimit(resource.RLIMIT_DATA)[0], os.getsid(0) == os.getpid(),
      signal.getsignal(signal.SIGINT) is signal.default_int_handler, flush=True)
try:
    bytearray(600 << 20)
except MemoryError:
    print("no room", flush=True)
"""


def test_the_guest_has_its_limits(supervise: Callable[..., Supervised]) -> None:
    """No core dump, limits of files and memory, a session of its own, and SIGINT as usual."""
    supervised = supervise(LIMITS, data=500 << 20)
    expected = f"0 100 {500 << 20} True True\nno room\n".encode()
    assert supervised.read_output(len(expected)) == expected


FAMILY = """
import os, signal, sys, time
{stubborn}
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        print(os.getpid(), flush=True)
        time.sleep(600)
    time.sleep(600)
time.sleep(600)
"""


@pytest.mark.parametrize("stubborn", ["", "signal.signal(signal.SIGTERM, signal.SIG_IGN)"])
@pytest.mark.parametrize("how", ["close-input", "term"])
@pytest.mark.hardness("orphan-process")
def test_the_whole_tree_ends(
    supervise: Callable[..., Supervised], has_ended: Callable[[int], bool], stubborn: str, how: str
) -> None:
    """Children in sessions of their own end when Fumehood is gone or on SIGTERM, even if they ignore it."""
    supervised = supervise(FAMILY.format(stubborn=stubborn), grace=0.1 if stubborn else 5.0)
    supervised.report()
    assert supervised.read_output(1)
    family = psutil.Process(supervised.process.pid).children(recursive=True)
    family = [process for process in family if process.pid != supervised.pid]
    assert len(family) == 3
    if how == "term":
        supervised.process.terminate()
    else:
        supervised.close_input()
    assert supervised.report() == {"exit": -signal.SIGKILL if stubborn else -signal.SIGTERM}
    assert supervised.process.wait(SECONDS) == 0
    assert all(has_ended(process.pid) for process in family)


def test_orphans_of_a_guest_that_has_ended_are_ended(
    supervise: Callable[..., Supervised], has_ended: Callable[[int], bool]
) -> None:
    """Processes that a guest leaves behind when it ends by itself are ended too."""
    supervised = supervise(
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    print(f'{os.getpid():8d}', flush=True)\n"
        "    time.sleep(600)\n"
        "time.sleep(0.2)\n"
    )
    orphan = int(supervised.read_output(8))
    supervised.report()
    assert supervised.report() == {"exit": 0}
    assert has_ended(orphan)


@pytest.mark.hardness("orphan-process")
def test_a_killed_supervisor_takes_the_guest_along(
    supervise: Callable[..., Supervised], has_ended: Callable[[int], bool]
) -> None:
    """The guest gets SIGKILL when the supervisor dies."""
    supervised = supervise("import time; print('up', flush=True); time.sleep(600)")
    pid = supervised.report()["pid"]
    assert supervised.read_output(2) == b"up"
    supervised.process.kill()
    assert has_ended(pid)


ESCAPE = """
import os, signal, subprocess, sys, time
target = {target}
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        code = "import os, sys, time; print(f'{{os.getpid():8d}}', flush=True); time.sleep(600)"
        os.execve(sys.executable, [sys.executable, "-I", "-S", "-c", code], {{}})
    os._exit(0)
os.wait()
time.sleep(0.3)
os.kill(target, signal.SIGKILL)
time.sleep(600)
"""
SUPERVISOR_OF_GUEST = "os.getppid()"
GUARD_OF_GUEST = "int(open(f'/proc/{os.getppid()}/stat').read().rpartition(')')[2].split()[1])"


@pytest.mark.hardness("orphan-process")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has subreapers")
@pytest.mark.parametrize("target", [SUPERVISOR_OF_GUEST, GUARD_OF_GUEST])
def test_nothing_is_left_of_a_guest_that_kills_a_parent(
    supervise: Callable[..., Supervised], has_ended: Callable[[int], bool], target: str
) -> None:
    """An app forks twice, with another session and no environment, and kills its supervisor or its guard."""
    supervised = supervise(ESCAPE.format(target=target))
    guest = supervised.report()["pid"]
    orphan = int(supervised.read_output(8))
    assert supervised.process.wait(SECONDS) == (KILLED if target is SUPERVISOR_OF_GUEST else -signal.SIGKILL)
    assert all(has_ended(pid) for pid in (guest, orphan, supervised.pid))


def test_ctrl_c_does_not_end_the_supervisor(supervise: Callable[..., Supervised]) -> None:
    """SIGINT is for Fumehood only."""
    supervised = supervise("import time; print('up', flush=True); time.sleep(600)")
    supervised.report()
    assert supervised.read_output(2) == b"up"
    supervised.process.send_signal(signal.SIGINT)
    supervised.close_input()
    assert supervised.report() == {"exit": -signal.SIGTERM}


@pytest.mark.hardness("orphan-process")
def test_a_tree_that_keeps_forking_is_ended(supervise: Callable[..., Supervised]) -> None:
    """The supervisor is faster than the forks."""
    code = (
        "import os, signal, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print('up', flush=True)\n"
        "for _ in range(2000):\n"
        "    if os.fork() == 0:\n"
        "        time.sleep(0.05)\n"
        "        if os.fork():\n"
        "            os._exit(0)\n"
        "        time.sleep(600)\n"
        "    time.sleep(0.005)\n"
    )
    supervised = supervise(code, grace=0.05)
    supervised.report()
    assert supervised.read_output(2) == b"up"
    time.sleep(0.2)
    supervised.close_input()
    assert supervised.process.wait(SECONDS) == 0
    assert not [process for process in psutil.process_iter() if code in _arguments(process)]


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_the_supervisor_needs_only_the_standard_library(supervise: Callable[..., Supervised]) -> None:
    """It runs isolated and without site-packages."""
    supervised = supervise("print('hi', flush=True)", options=("-I", "-S"))
    assert supervised.read_output(2) == b"hi"
