"""When saves are over."""

from pathlib import Path

import pytest

from server.runner.watching.burst import BURST_SECONDS, QUIET_SECONDS, Burst

CODE = Path("app.py")
OTHER = Path("views.py")
TEMPORARY = Path("app.py~")


@pytest.mark.parametrize("saved", [{CODE}, {CODE, TEMPORARY}, set()], ids=["file", "by an editor", "none"])
def test_a_single_file_is_a_burst_by_itself(saved: set[Path]) -> None:
    """Whatever else an editor writes."""
    assert not Burst().goes_on(saved, 100.0)


def test_more_may_follow_two_files() -> None:
    """Until nothing was saved for a moment."""
    burst = Burst()
    assert burst.goes_on({CODE, OTHER}, 100.0)
    assert burst.goes_on({CODE}, 100.0 + QUIET_SECONDS / 2)
    assert not burst.goes_on(set(), 100.0 + 2 * QUIET_SECONDS)


def test_a_file_just_after_another_belongs_to_its_burst() -> None:
    """A single one after a pause does not."""
    burst = Burst()
    assert not burst.goes_on({CODE}, 100.0)
    assert burst.goes_on({OTHER}, 100.0 + QUIET_SECONDS / 2)
    assert not burst.goes_on({OTHER}, 100.0 + 2 * QUIET_SECONDS)


def test_a_burst_without_an_end_is_cut() -> None:
    """What was saved until then is reported."""
    burst = Burst()
    now, went_on = 100.0, 0
    assert burst.goes_on({CODE, OTHER}, now)
    while burst.goes_on({CODE}, now := now + QUIET_SECONDS / 2):
        went_on += 1
    assert BURST_SECONDS - QUIET_SECONDS < now - 100.0 <= BURST_SECONDS + QUIET_SECONDS
    assert went_on > 1
