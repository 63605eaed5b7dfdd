"""Test that an engine which does not start says why."""

from pathlib import Path

import pytest

from server.handbook.undecided import Undecided
from server.handbook.web_engine import engine_process
from server.handbook.web_engine.engine_process import EngineProcess, offscreen
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import Programs

pytestmark = pytest.mark.window  # it needs the libraries of one, though no display


def test_root_is_told_why_it_does_not_start(
    monkeypatch: pytest.MonkeyPatch, programs: tuple[Programs, ScratchFolders]
) -> None:
    """The sandbox is not switched off for anyone."""
    monkeypatch.setattr("os.geteuid", lambda: 0)
    for name in engine_process.USER_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(Undecided, match="refuses to run as root") as raised:
        EngineProcess(*programs)
    assert raised.value.remedy == "Run Fumehood as an ordinary user."
    with pytest.raises(Undecided, match="refuses to run as root"):
        offscreen()


def test_what_the_user_set_for_the_engine_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A window opens unseen, with the user's flags."""
    monkeypatch.setenv("QTWEBENGINE_CHROMIUM_FLAGS", "--no-tea")
    variables = offscreen()
    assert variables["QT_QPA_PLATFORM"] == "offscreen"
    assert variables["QTWEBENGINE_CHROMIUM_FLAGS"] == "--no-tea"


def test_an_engine_that_cannot_start_is_quoted(
    monkeypatch: pytest.MonkeyPatch, programs: tuple[Programs, ScratchFolders], tmp_path: Path
) -> None:
    """Its last line is the reason, and the remedy is the command that knows more."""
    script = tmp_path / "script.py"
    script.write_text("import sys; sys.exit('libnss3.so: cannot open shared object file')")
    monkeypatch.setattr(engine_process, "SCRIPT", script)
    with pytest.raises(Undecided, match="did not start; the last line it printed was: libnss3") as raised:
        EngineProcess(*programs)
    assert "doctor" in raised.value.remedy
