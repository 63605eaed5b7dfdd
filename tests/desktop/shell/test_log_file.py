"""The log file."""

import logging
import os
from pathlib import Path

import pytest

from desktop.shell import log_file


def test_what_is_logged_lies_in_the_file_without_tokens(tmp_path: Path) -> None:
    """Tokens are taken out of messages and of tracebacks."""
    file = log_file.start(tmp_path)
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
def test_nobody_else_reads_the_file(tmp_path: Path) -> None:
    """It is the user's alone, whatever the umask is."""
    file = log_file.start(tmp_path)
    try:
        logging.getLogger("x").warning("hi")
    finally:
        log_file.stop()
    assert file.stat().st_mode & 0o077 == 0
