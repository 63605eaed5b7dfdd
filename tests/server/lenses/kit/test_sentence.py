"""Tests of sentences that keep wording and facts apart."""

import pytest

from server.lenses.kit.sentence import Part, comma_separated, compose, fact, plain


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
