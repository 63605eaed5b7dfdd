"""The workbench's sentences on the command line."""

from flask import has_app_context
from flask_babel import gettext

from desktop.cli.locale import speaking


def test_english_needs_no_preparation() -> None:
    """No app is made for the language the sentences are written in."""
    with speaking("en"):
        assert not has_app_context()


def test_a_sentence_of_the_workbench_is_translated() -> None:
    """What the runner says is said in Swedish to who reads Swedish, and in English again afterwards."""
    with speaking("sv"):
        swedish = gettext("No app was named.")
    assert swedish != "No app was named."
    assert gettext("No app was named.") == "No app was named."
