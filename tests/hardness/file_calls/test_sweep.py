"""Test that no error of a file or folder ends in a mistake of ours, in commands and on pages."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from server.handbook.catalogue.lab_files import write_text
from tests.hardness.file_calls.commands import commands
from tests.hardness.file_calls.errors import system_error
from tests.hardness.file_calls.injector import Injector
from tests.hardness.file_calls.pages import pages
from tests.hardness.file_calls.sweep import sweep
from tests.hardness.file_calls.trial import Action, complaints
from tests.hardness.scale import Scale

pytestmark = pytest.mark.slow

LEAST_PLACES = 100  # fewer would mean that the calls are not seen


@pytest.mark.hardness("failing-file-call")
def test_each_call_of_a_page_may_fail(
    tmp_path: Path, hardness_scale: Scale, record_property: Callable[[str, object], None]
) -> None:
    """Every page and form answers, whichever call on a file fails, and nothing is logged as a bug."""
    with pages(tmp_path) as user:
        found = sweep(user.actions(), long=hardness_scale.long)
    record_property("tried", found.tried)
    assert found.wrong == []
    assert len(found.places) > LEAST_PLACES


@pytest.mark.hardness("failing-file-call")
def test_each_call_of_a_command_may_fail(
    tmp_path: Path, hardness_scale: Scale, record_property: Callable[[str, object], None]
) -> None:
    """Every command says what is wrong, whichever call fails; doctor goes on."""
    with commands(tmp_path) as user:
        found = sweep(user.actions(long=hardness_scale.long), long=hardness_scale.long)
    record_property("tried", found.tried)
    assert found.wrong == []
    assert len(found.places) > LEAST_PLACES


def test_an_error_that_nobody_expects_is_found_out(tmp_path: Path) -> None:
    """Only the calls of our source fail, and what lets an error through is told."""
    file = tmp_path / "a.txt"
    file.write_text("old")

    def write() -> str:
        write_text(file, "new")
        return ""

    action = Action(name="write", run=write)
    made = os.open
    with complaints() as heard, Injector() as injector:
        assert os.listdir(tmp_path) == ["a.txt"]
        assert injector.places == {}
        assert heard.of(action) == []
        places = {place.call: place for place in injector.places}
        assert set(places) >= {"open to write", "write", "fsync", "close", "replace"}
        for call in ("write", "replace"):
            with injector.fail(places[call], system_error(errno.EROFS)):
                (complaint,) = heard.of(action)
            assert "Read-only file system" in complaint
    assert os.open is made
    assert os.listdir(tmp_path) == ["a.txt"]
