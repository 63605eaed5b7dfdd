"""Tests of the limits of guests."""

from types import SimpleNamespace

import psutil
import pytest

from server.runner.processes import limits
from server.runner.processes.limits import Limits


@pytest.mark.parametrize(("machine_mb", "expected"), [(16_384, 8192), (1024, 1024), (1 << 20, 65_536)])
def test_half_of_the_machines_memory_is_the_default(
    monkeypatch: pytest.MonkeyPatch, machine_mb: int, expected: int
) -> None:
    """A small machine still gives an app 1024 MB."""
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=machine_mb << 20))
    assert limits.default_memory_mb() == expected


def test_the_defaults_are_generous() -> None:
    """An app may open at least as many files as most shells allow, and take a minute to start."""
    assert Limits().open_files >= 1024
    assert Limits().start_seconds >= 60
