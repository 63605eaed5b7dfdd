"""Tests of sentences that keep wording and facts apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.lenses.kit.sentence import Part, comma_separated, compose, fact, plain, printable


def test_a_fact_stays_apart_from_the_wording() -> None:
    """So a page can mark it as code and never interprets markup in it."""
    sentence = compose("The hook %(name)s answered.", name="<b>%(name)s</b>")
    assert sentence.parts == (
        Part(text="The hook "),
        Part(text="<b>%(name)s</b>", fact=True),
        Part(text=" answered."),
    )


def test_a_number_goes_into_the_running_text() -> None:
    """`%(name)d` and `%%` belong to the wording and join the text around them."""
    assert compose("%(number)d of 100 %%", number=7).parts == (Part(text="7 of 100 %"),)


def test_a_placeholder_without_a_fact_is_an_error() -> None:
    """A KeyError, not a sentence with a gap."""
    with pytest.raises(KeyError):
        compose("%(name)s answered.")


def test_an_empty_fact_is_kept() -> None:
    """An empty text of a guest is shown as empty, not left out."""
    assert compose("is %(value)s", value="").parts[-1] == Part(text="", fact=True)


def test_facts_are_separated_by_commas() -> None:
    """No facts give an empty sentence."""
    assert str(comma_separated(("GET", "HEAD"))) == "`GET`, `HEAD`"
    assert comma_separated(()).parts == ()


def test_a_sentence_reads_as_text_with_backticks() -> None:
    """In plain text, facts are between backticks."""
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
def test_invisible_and_control_characters_are_escaped(hidden: str, shown: str) -> None:
    """So are bidirectional marks and lone surrogates; tabs, newlines and letters stay."""
    assert printable(hidden) == shown


@given(st.text(st.characters()))
def test_printable_text_can_be_encoded(text: str) -> None:
    """Whatever a guest sent, the result is valid UTF-8 without escape sequences."""
    shown = printable(text)
    shown.encode()
    assert "\x1b" not in shown
    assert printable(shown) == shown
