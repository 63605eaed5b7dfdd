"""A fork server from its start to its end; tests/server/runner/guests has those of its guests."""

import gc
import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from server.probe.locate import boot_script
from server.runner.processes.environment import guest_environment
from server.runner.processes.fork_server import AVAILABLE, ForkServer
from server.runner.processes.forked_supervisor import ForkedSupervisor
from tests.support.waiting import SECONDS, wait_until

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="only Linux has fork servers")


@pytest.fixture
def server() -> Iterator[ForkServer]:
    """A fork server on our own interpreter."""
    started = ForkServer(None, boot_script(), guest_environment())
    yield started
    started.close()


def fork(server: ForkServer) -> ForkedSupervisor | None:
    """Return a supervisor once the server is ready; None if it ends."""
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline and not server.has_ended:
        if supervisor := server.fork():
            return supervisor
        time.sleep(0.01)
    return None


def test_a_supervisor_without_settings_ends(server: ForkServer) -> None:
    """Its standard input was closed before they came."""
    supervisor = fork(server)
    assert supervisor is not None
    supervisor.stdin.close()
    assert supervisor.wait() == 0
    assert supervisor.stdout.read() == b""
    supervisor.stdout.close()
    supervisor.stderr.close()
    assert not server.has_ended


@pytest.mark.parametrize(
    "code",
    [
        "",
        "import os; os.write(START, b'no')",
        "import os, time; os.write(START, b'ready'); time.sleep(0.2)",
        "import os; os.write(START, b'ready'); os.read(START, 9); os.write(START, b'many')",
        "raise SystemExit(3)",
    ],
    ids=["it ends", "another answer", "it ends when asked", "no number", "an error"],
)
def test_a_server_that_does_not_do_its_work_is_given_up(tmp_path: Path, code: str) -> None:
    """No process is left, and no more is asked of it."""
    boot = tmp_path / "boot.py"
    boot.write_text(f"import json, sys\nSTART = json.loads(sys.stdin.readline())['fork_server']\n{code}\n")
    server = ForkServer(None, boot, guest_environment())
    assert fork(server) is None
    assert server.has_ended
    assert server.fork() is None
    wait_until(lambda: not is_running(boot))


def is_running(boot: Path) -> bool:
    """Return whether a process of ours runs this script."""
    return any(
        str(boot) in (process.info["cmdline"] or ())
        for process in psutil.process_iter(["cmdline", "ppid"])
        if process.info["ppid"] == os.getpid()
    )


def test_a_server_that_nobody_closes_ends_with_its_object(tmp_path: Path) -> None:
    """No process is left, and none that was not collected."""
    boot = tmp_path / "boot.py"
    boot.write_text("import time\ntime.sleep(600)\n")
    server = ForkServer(None, boot, guest_environment())
    assert not server.has_ended
    del server
    gc.collect()
    wait_until(lambda: not is_running(boot))
