"""Tests of the clocks of the probe."""

import time

import pytest

from server.probe.child.recording import clock as module
from server.probe.child.recording.clock import clock


def test_the_clocks_stay_those_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the functions of the time module are replaced, in every module that has them."""
    real = time.time, time.perf_counter
    assert not set(real) & {value for value in vars(module).values() if callable(value)}
    monkeypatch.setattr(time, "time", lambda: 1.0)
    monkeypatch.setattr(time, "perf_counter", lambda: 1.0)
    assert (clock.wall, clock.monotonic) == real
