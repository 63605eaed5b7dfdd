"""Tests of the report of a problem."""

import platform
from pathlib import Path

import pytest

from server.diagnostics import report
from server.diagnostics.report import write_report


def test_the_report_says_what_happened_with_versions_and_log(tmp_path: Path) -> None:
    """In plain text, without characters that steer its reader."""
    log = tmp_path / "fumehood.log"
    log.write_text("ERROR it broke \x1b[31m\u202e\n", encoding="utf-8")
    text = write_report(log, [("Apps", "2 ready")], what="the page ended")
    assert "What happened: the page ended" in text
    assert f"Python: {platform.python_version()}" in text
    assert "flask: 3" in text
    assert "Apps: 2 ready" in text
    assert "ERROR it broke \\x1b[31m\\u202e" in text
    assert "\x1b" not in text


def test_a_report_without_a_log_is_still_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log may be missing, and so may the packages of a broken installation."""
    monkeypatch.setattr(report, "_PACKAGES", ("no-such-package",))
    assert "There is no log." in write_report(None)
    assert "The log cannot be read: No such file" in write_report(tmp_path / "none.log")


def test_the_log_of_a_report_is_bounded(tmp_path: Path) -> None:
    """It can be pasted into a form."""
    log = tmp_path / "fumehood.log"
    log.write_text("x" * 99 + "\n", encoding="utf-8")
    log.write_text(("x" * 99 + "\n") * 5_000, encoding="utf-8")
    text = write_report(log)
    assert "The end of the log:" in text
    assert len(text) < 60_000
