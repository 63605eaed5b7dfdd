"""Tests of how editors are told to open a line."""

import pytest

from server.editors.editor import Arguments, colon, file_only, goto, line_option, plus


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (goto, ("-g", "/srv/a b.py:7")),
        (colon, ("/srv/a b.py:7",)),
        (line_option, ("--line", "7", "/srv/a b.py")),
        (plus, ("+7", "/srv/a b.py")),
        (file_only, ("/srv/a b.py",)),
    ],
)
def test_the_path_is_one_word(arguments: Arguments, words: tuple[str, ...]) -> None:
    """Also with spaces in it: no shell splits it."""
    assert arguments("/srv/a b.py", 7) == words
