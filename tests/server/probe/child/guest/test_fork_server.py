"""The parts of a fork server; tests/server/runner/guests has its guests."""

import os
import socket
import subprocess
import sys
import threading

import pytest

from server.probe.child.guest import fork_server
from server.runner.processes.fork_server import AVAILABLE
from server.runner.processes.supervised_process import SUPERVISOR
from tests.sources import ROOT

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="only Linux has fork servers")


def test_a_message_brings_its_pipes() -> None:
    """The descriptors are those of the same files."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    pipe = os.pipe()
    with ours, theirs:
        socket.send_fds(ours, [b"fork"], pipe)
        received = fork_server.receive_pipes(theirs)
        assert [os.path.sameopenfile(*pair) for pair in zip(received, pipe, strict=True)] == [True, True]
        ours.close()
        assert fork_server.receive_pipes(theirs) == []
    for descriptor in (*pipe, *received):
        os.close(descriptor)
    assert fork_server.receive_pipes(theirs) == []


def test_the_program_of_the_supervisor_is_not_among_the_modules() -> None:
    """An app sees nothing of it."""
    program = fork_server.load_program(str(SUPERVISOR))
    assert program.main
    assert program.__name__ not in sys.modules


def test_the_variables_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Others are gone."""
    monkeypatch.setattr(os, "environ", dict(os.environ, OURS="1"))
    fork_server.replace_environment({"THEIRS": "2"})
    assert dict(os.environ) == {"THEIRS": "2"}


def test_descriptors_from_a_number_on_are_closed() -> None:
    """Those below it stay open."""
    code = "import os; from server.probe.child.guest import fork_server; os.dup2(1, 40); os.dup2(1, 50);"
    code += "fork_server.close_from(45); print([os.path.exists(f'/proc/self/fd/{n}') for n in (40, 50)])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "[True, False]\n", done.stderr


def test_a_process_with_threads_forks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the others do would be lost."""
    ends = []

    def leave(code: int) -> None:
        ends.append(code)
        raise SystemExit

    monkeypatch.setattr(os, "_exit", leave)
    thread = threading.Thread(target=threading.Event().wait, daemon=True, args=(30,))
    thread.start()
    with pytest.raises(SystemExit):
        fork_server.serve_forks(0, str(SUPERVISOR))
    assert ends == [1]
