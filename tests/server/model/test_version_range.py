"""Tests of version ranges."""

import pytest

from server.model.version_range import first_that_fits, fits
from server.model.versions import Versions

HERE = Versions(python="3.12.1", flask="3.1.3", werkzeug="3.1.9", server=None)


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("", True),
        ("flask>=3.1", True),
        ("flask>=3.1.4", False),
        ("flask>=3.1, python<3.12", False),
        ("flask>=3.1, flask<4, werkzeug~=3.1", True),
        ("werkzeug<3", False),
    ],
)
def test_every_part_must_be_met(text: str, met: bool) -> None:
    """A range fits when each of its parts does; the empty one always fits."""
    assert fits(text, HERE) is met


def test_an_unknown_version_meets_nothing() -> None:
    """Where Flask is absent, no range of Flask fits; nor does one of a version that is none."""
    assert not fits("flask>=0", Versions(python="3.12.1"))
    assert not fits("flask>=0", Versions(flask="from a fork"))


def test_a_prerelease_counts() -> None:
    """A development line meets the ranges that its number is in."""
    assert fits("flask>=3.1", Versions(flask="3.2.0.dev0"))


@pytest.mark.parametrize("text", ["django>=5", "flask", "flask!!3"])
def test_what_is_no_range_is_refused(text: str) -> None:
    """A slip of the pen in a lab is an error, not a range that never fits."""
    with pytest.raises(ValueError, match=r"."):
        fits(text, HERE)


def test_the_first_that_fits_counts() -> None:
    """Ranges are tried in the order written."""
    assert first_that_fits((("flask>=4", "a"), ("flask>=3", "b"), ("", "c")), HERE) == "b"
    assert first_that_fits((("flask>=4", "a"),), HERE) is None
