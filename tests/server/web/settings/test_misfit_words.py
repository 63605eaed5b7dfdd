"""Tests of the words for values that are left out."""

import pytest

from server import layout, preferences
from server.learning import bookmark
from server.store.checked.faults import Fault
from server.store.checked.set_aside import Misfit
from server.web.settings import misfit_words
from tests.support.workbench_client import WorkbenchClient


def misfit(table: str, key: str, fault: Fault = Fault.KIND) -> Misfit:
    """Return a value that is left out."""
    return Misfit(table=table, key=key, fault=fault, why="a text was expected, not int")


@pytest.mark.parametrize(
    ("table", "key", "words"),
    [
        ("settings", "own_labs", "Folder with labs of your own"),
        ("settings", "handbook.hidden.sessions", "your predictions in the lab sessions"),
        ("settings", "nobody.knows", "nobody.knows"),
        ("contents", "12", "exchange 12"),
        ("verdicts", "sessions signed", "claim signed of the lab sessions"),
        ("trials", "/usr/bin/python3", "/usr/bin/python3"),
        ("recent", "/srv/shop", "/srv/shop"),
    ],
)
def test_a_value_is_named_in_words(workbench: WorkbenchClient, table: str, key: str, words: str) -> None:
    """A reader sees no name of a column; what Fumehood does not know is shown as it is."""
    with workbench.app.test_request_context():
        assert misfit_words.subject(misfit(table, key)) == words


def test_every_setting_has_a_label(workbench: WorkbenchClient) -> None:
    """The names by which they are stored are never shown."""
    names = ("theme", "language", preferences.OWN_LABS, layout.KEY, bookmark.KEY)
    with workbench.app.test_request_context():
        for name in (*names, *(number.name for number in preferences.NUMBERS)):
            assert misfit_words.subject(misfit("settings", name)) != name


def test_every_fault_has_a_sentence(workbench: WorkbenchClient) -> None:
    """None of them has the technical reason that the log has."""
    with workbench.app.test_request_context():
        sentences = {misfit_words.reason(misfit("settings", "theme", fault)) for fault in Fault}
    assert len(sentences) == len(Fault)
    assert all(sentence.endswith(".") for sentence in sentences)
