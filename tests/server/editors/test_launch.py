"""Tests of starting an editor."""

import sys
from pathlib import Path

import pytest

from server.editors.launch import launch
from tests.support.waiting import wait_until


def test_a_program_gets_its_words_as_they_are(tmp_path: Path) -> None:
    """Without a shell: a path is one word, whatever is in it."""
    written = tmp_path / "written"
    strange = "/srv/$(touch x) ; a'b.py:3"
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(sys.argv[2])"
    launch((sys.executable, "-c", code, str(written), strange), {"PATH": ""})
    wait_until(lambda: written.exists() and written.read_text(encoding="utf-8") == strange)


def test_a_program_that_is_not_there_raises() -> None:
    """The page says so."""
    with pytest.raises(OSError, match="nowhere"):
        launch(("/nowhere/editor", "/a.py"), {})
