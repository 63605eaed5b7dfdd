"""Tests of the diffs without line numbers in which the pages of docs/how-to describe changes."""

import pytest

from tests.support.how_to import patched


def test_hunks_are_applied_where_their_lines_are() -> None:
    """Lines are added beside unchanged ones, and removed; a hunk that only adds is appended."""
    assert patched("a\nb\nc\n", " a\n+x\n@@\n-b\n+y\n") == "a\nx\ny\nc\n"
    assert patched("a\n", "+z\n") == "a\n\nz\n"


@pytest.mark.parametrize("text", ["b\n", "a\na\n"])
def test_a_hunk_that_fits_nowhere_or_twice_is_an_error(text: str) -> None:
    """A page that the repository has left behind is noticed."""
    with pytest.raises(AssertionError, match="instead of once"):
        patched(text, " a\n+x\n")
