"""A text is split into tokens."""

import pytest

from server.web.bench.source_colours import LEXERS
from server.web.bench.source_lexer import tokens


@pytest.mark.parametrize("lexer", sorted(set(LEXERS.values())))
def test_the_tokens_are_the_whole_text(lexer: str) -> None:
    """Empty lines, tabs and line ends are not changed, as a lexer would by default."""
    text = "\n\n \t<a b='c'>{\"d\": 1}</a>\r\n\0é\n\n"
    assert sum(length for _name, length in tokens(text, lexer)) == len(text)


def test_tokens_of_one_class_that_touch_are_one() -> None:
    """The page has no more spans than it needs."""
    assert tokens("{}", "json") == [("p", 2)]
