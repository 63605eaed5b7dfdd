"""Tests of the language of commands."""

from flask import has_app_context
from flask_babel import gettext

from desktop.cli.locale import translated


def test_english_needs_no_preparation() -> None:
    """No app context is created for the source language."""
    with translated("en"):
        assert not has_app_context()


def test_a_sentence_of_the_workbench_is_translated() -> None:
    """Sentences of the workbench are in Swedish within the block, and in English afterwards."""
    with translated("sv"):
        swedish = gettext("No app was named.")
    assert swedish != "No app was named."
    assert gettext("No app was named.") == "No app was named."
