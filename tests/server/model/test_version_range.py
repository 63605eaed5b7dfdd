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
    """A range matches if each of its parts does; an empty range always matches."""
    assert fits(text, HERE) is met


def test_an_unknown_version_meets_nothing() -> None:
    """Without Flask no range of Flask matches, nor does one if the version is malformed."""
    assert not fits("flask>=0", Versions(python="3.12.1"))
    assert not fits("flask>=0", Versions(flask="from a fork"))


def test_a_prerelease_counts() -> None:
    """A development version is in the ranges that contain its number."""
    assert fits("flask>=3.1", Versions(flask="3.2.0.dev0"))


@pytest.mark.parametrize("text", ["django>=5", "flask", "flask!!3"])
def test_a_malformed_range_is_an_error(text: str) -> None:
    """A typo in a lab is not a range that never matches."""
    with pytest.raises(ValueError, match=r"."):
        fits(text, HERE)


def test_the_first_that_fits_counts() -> None:
    """Ranges are tried in the order in which they are written."""
    assert first_that_fits((("flask>=4", "a"), ("flask>=3", "b"), ("", "c")), HERE) == "b"
    assert first_that_fits((("flask>=4", "a"),), HERE) is None
