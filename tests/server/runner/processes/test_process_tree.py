"""Process trees and their memory."""

import os
import subprocess
import sys

import pytest

from server.runner.processes import process_tree


def test_linux_and_psutil_see_the_same_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Linux does not list the children of a process, psutil finds the same ones."""
    command = [sys.executable, "-c", "print('up', flush=True); input()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"up\n"
        listed = process_tree.descendants(os.getpid())
        assert child.pid in listed
        assert process_tree.resident_bytes([child.pid]) > 1 << 20
        monkeypatch.setattr(process_tree, "HAS_CHILDREN_FILE", False)
        assert child.pid in process_tree.descendants(os.getpid())
        assert process_tree.resident_bytes([child.pid]) > 1 << 20
        assert (
            0
            < process_tree.proportional_bytes([child.pid])
            <= process_tree.resident_bytes([child.pid]) + (8 << 20)
        )
        assert child.stdin is not None
        child.stdin.close()
    assert process_tree.descendants(child.pid) == []
    assert process_tree.resident_bytes([child.pid]) == 0
    monkeypatch.setattr(process_tree, "HAS_CHILDREN_FILE", True)
    assert process_tree.descendants(child.pid) == []
    assert process_tree.resident_bytes([child.pid]) == 0
