"""Tests of sentences built from facts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.lenses.kit.sentences import Part, fact, listed, plain, printable, say


def test_a_fact_stays_apart_from_the_wording() -> None:
    """What a guest said is a part of its own, so that a page can mark it and no markup of it is read."""
    sentence = say("The hook %(name)s answered.", name="<b>%(name)s</b>")
    assert sentence.parts == (
        Part(text="The hook "),
        Part(text="<b>%(name)s</b>", fact=True),
        Part(text=" answered."),
    )


def test_a_number_goes_into_the_running_text() -> None:
    """`%(name)d` and `%%` are wording: they join the text around them."""
    assert say("%(number)d of 100 %%", number=7).parts == (Part(text="7 of 100 %"),)


def test_a_wording_that_names_an_unknown_fact_is_our_mistake() -> None:
    """A fact that nobody gave is a KeyError, not a sentence with a hole."""
    with pytest.raises(KeyError):
        say("%(name)s answered.")


def test_an_empty_fact_is_kept() -> None:
    """An empty text of a guest is said to be empty rather than left out."""
    assert say("is %(value)s", value="").parts[-1] == Part(text="", fact=True)


def test_facts_are_listed_with_commas() -> None:
    """Several facts stand side by side, none gives nothing."""
    assert str(listed(("GET", "HEAD"))) == "`GET`, `HEAD`"
    assert listed(()).parts == ()


def test_a_sentence_reads_as_text_with_backticks() -> None:
    """As plain text, facts stand between backticks."""
    assert str(fact("GET")) == "`GET`"
    assert str(plain("Nothing yet.")) == "Nothing yet."


@pytest.mark.parametrize(
    ("hidden", "shown"),
    [
        ("\x1b[31m", "\\x1b[31m"),
        ("\u202eevil", "\\u202eevil"),
        ("\ud800", "\\ud800"),
        ("\x00", "\\x00"),
        ("a\tb\nc", "a\tb\nc"),
        ("å µ 漢", "å µ 漢"),
    ],
)
def test_what_would_steer_a_terminal_or_a_reader_is_spelled_out(hidden: str, shown: str) -> None:
    """Control characters, turned text and lone surrogates become visible; tabs, lines and letters stay."""
    assert printable(hidden) == shown


@given(st.text(st.characters()))
def test_printable_text_can_be_encoded(text: str) -> None:
    """Whatever a guest said, a page can be encoded with it and it holds no escape sequence."""
    shown = printable(text)
    shown.encode()
    assert "\x1b" not in shown
    assert printable(shown) == shown
