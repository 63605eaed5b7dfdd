"""Tests of the log file."""

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from desktop.shell import log_file
from desktop.shell.app_info import AppInfo
from desktop.workbench.app_info import fumehood


def test_records_are_written_without_launch_tokens(tmp_path: Path) -> None:
    """Launch tokens are removed from messages and from tracebacks."""
    file = log_file.start(fumehood(), tmp_path)
    try:
        try:
            raise ValueError("http://127.0.0.1:1/?launch=SECRET1 was wrong")
        except ValueError:
            logging.getLogger("x").exception("at /?launch=%s&x=1", "SECRET2")
    finally:
        log_file.stop()
    text = file.read_text()
    assert "launch=…&x=1" in text
    assert "ValueError" in text
    assert "SECRET" not in text
    logging.getLogger("x").warning("later")
    assert "later" not in file.read_text()


@pytest.mark.skipif(os.name != "posix", reason="no modes")
def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    """The mode of the file does not depend on the umask."""
    file = log_file.start(fumehood(), tmp_path)
    try:
        logging.getLogger("x").warning("hi")
    finally:
        log_file.stop()
    assert file.stat().st_mode & 0o077 == 0


def test_the_file_is_named_after_the_app(tmp_path: Path) -> None:
    """Each app has its own log file, and one without secrets logs everything."""
    file = log_file.start(AppInfo(id="tea", name="Tea"), tmp_path)
    try:
        logging.getLogger("x").warning("launch=abc")
    finally:
        log_file.stop()
    assert file.name == "tea.log"
    assert "launch=abc" in file.read_text()


def test_a_record_that_cannot_be_written_is_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk prints no traceback, and later records are written again."""
    file = log_file.start(fumehood(), tmp_path)
    try:
        logging.getLogger("x").warning("before")
        with monkeypatch.context() as full:

            def fail(_handler: object, _record: object) -> None:
                raise OSError(28, "No space left on device")

            full.setattr(RotatingFileHandler, "shouldRollover", fail)
            logging.getLogger("x").warning("lost")
            logging.getLogger("x").warning("lost")
        logging.getLogger("x").warning("after")
    finally:
        log_file.stop()
    text = file.read_text()
    assert "before" in text
    assert "after" in text
    assert "lost" not in text
    assert capsys.readouterr().err == ""
