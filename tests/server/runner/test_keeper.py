"""The keeper ends what it keeps."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import psutil
import pytest

from server.runner.process import KEEPER

pytestmark = pytest.mark.slow

SECONDS = 60.0


class Kept:
    """A keeper that runs a Python snippet."""

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
            [sys.executable, *options, str(KEEPER), python, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(settings).encode() + b"\nthe line\n")

    def report(self) -> dict[str, int]:
        """What the keeper says next."""
        assert self.process.stdout is not None
        said: dict[str, int] = json.loads(self.process.stdout.readline())
        return said

    def heard(self, length: int) -> bytes:
        """So many bytes that the guest printed."""
        assert self.process.stderr is not None
        data = b""
        while len(data) < length and (part := self.process.stderr.read(length - len(data))):
            data += part
        return data

    def let_go(self) -> None:
        """End its standard input, as happens when Fumehood is gone."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def end(self) -> None:
        """Be sure that it is gone."""
        self.process.kill()
        self.process.wait(SECONDS)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()


@pytest.fixture
def keep() -> Iterator[Callable[..., Kept]]:
    """Starts keepers that are gone with the test."""
    kept: list[Kept] = []

    def start(code: str, **options: object) -> Kept:
        kept.append(Kept(code, **options))  # type: ignore[arg-type]  # as named there
        return kept[-1]

    yield start
    for one in kept:
        one.end()


def test_the_line_is_passed_on_and_the_exit_told(keep: Callable[..., Kept]) -> None:
    """The guest reads its line and then the end of input; its exit code is reported."""
    kept = keep("import sys; print(sys.stdin.read(), end='', flush=True); sys.exit(5)")
    assert kept.report()["pid"] > 0
    assert kept.heard(9) == b"the line\n"
    assert kept.report() == {"exit": 5}
    assert kept.process.wait(SECONDS) == 0


def test_a_signal_is_told_as_a_negative_number(keep: Callable[..., Kept]) -> None:
    """A guest that kills itself is reported with the signal."""
    kept = keep("import os; os.kill(os.getpid(), 9)")
    kept.report()
    assert kept.report() == {"exit": -9}


def test_a_command_that_is_none_is_told(keep: Callable[..., Kept]) -> None:
    """What cannot be started is reported with the system's words."""
    kept = keep("", python="/nowhere/python")
    assert "/nowhere/python" in str(kept.report()["error"])
    assert kept.process.wait(SECONDS) == 1


def test_nothing_to_keep() -> None:
    """A keeper whose input ends at once starts nothing."""
    done = subprocess.run(
        [sys.executable, str(KEEPER), "x"], input=b"{}", capture_output=True, timeout=SECONDS, check=True
    )
    assert done.stdout == b""


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


def test_limits_hold_in_the_guest(keep: Callable[..., Kept]) -> None:
    """No core, so many files, so much memory, a session of its own, and Ctrl+C as anywhere."""
    kept = keep(LIMITS, data=500 << 20)
    expected = f"0 100 {500 << 20} True True\nno room\n".encode()
    assert kept.heard(len(expected)) == expected


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
@pytest.mark.parametrize("how", ["let-go", "term"])
def test_the_whole_tree_ends(
    keep: Callable[..., Kept], gone: Callable[[int], bool], stubborn: str, how: str
) -> None:
    """Children in sessions of their own end when Fumehood is gone or the keeper is asked, politely or not."""
    kept = keep(FAMILY.format(stubborn=stubborn), grace=0.1 if stubborn else 5.0)
    kept.report()
    assert kept.heard(1)
    family = psutil.Process(kept.process.pid).children(recursive=True)
    assert len(family) == 3
    if how == "term":
        kept.process.terminate()
    else:
        kept.let_go()
    assert kept.report() == {"exit": -signal.SIGKILL if stubborn else -signal.SIGTERM}
    assert kept.process.wait(SECONDS) == 0
    assert all(gone(process.pid) for process in family)


def test_orphans_of_a_guest_that_ended_are_ended(
    keep: Callable[..., Kept], gone: Callable[[int], bool]
) -> None:
    """What a guest leaves behind when it ends by itself is ended too."""
    kept = keep(
        "import os, time\n"
        "if os.fork() == 0:\n"
        "    os.setsid()\n"
        "    print(f'{os.getpid():8d}', flush=True)\n"
        "    time.sleep(600)\n"
        "time.sleep(0.2)\n"
    )
    orphan = int(kept.heard(8))
    kept.report()
    assert kept.report() == {"exit": 0}
    assert gone(orphan)


def test_a_killed_keeper_takes_the_guest_along(
    keep: Callable[..., Kept], gone: Callable[[int], bool]
) -> None:
    """The guest's death signal is bound to the keeper."""
    kept = keep("import time; print('up', flush=True); time.sleep(600)")
    pid = kept.report()["pid"]
    assert kept.heard(2) == b"up"
    kept.process.kill()
    assert gone(pid)


def test_ctrl_c_is_for_fumehood(keep: Callable[..., Kept]) -> None:
    """SIGINT does not end the keeper."""
    kept = keep("import time; print('up', flush=True); time.sleep(600)")
    kept.report()
    assert kept.heard(2) == b"up"
    kept.process.send_signal(signal.SIGINT)
    kept.let_go()
    assert kept.report() == {"exit": -signal.SIGTERM}


def test_a_fork_bomb_is_outrun(keep: Callable[..., Kept]) -> None:
    """A tree that keeps forking is ended all the same."""
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
    kept = keep(code, grace=0.05)
    kept.report()
    assert kept.heard(2) == b"up"
    time.sleep(0.2)
    kept.let_go()
    assert kept.process.wait(SECONDS) == 0
    assert not [one for one in psutil.process_iter() if code in _arguments(one)]


def _arguments(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_the_keeper_needs_only_the_standard_library(keep: Callable[..., Kept]) -> None:
    """It runs isolated and without site-packages."""
    kept = keep("print('hi', flush=True)", options=("-I", "-S"))
    assert kept.heard(2) == b"hi"
