"""Tests of `fumehood link`."""

import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.support.fumehood_process import LINK, Visitor, link_of, run, running

pytestmark = pytest.mark.slow


def test_the_token_works_once(tmp_path: Path) -> None:
    """Who comes second with the same address is refused; `fumehood link` prints a new one."""
    with running(tmp_path, "serve") as process:
        link = link_of(process)
        assert "Fumehood" in Visitor(link).home
        with pytest.raises(urllib.error.HTTPError):
            Visitor(link)
        done = run(tmp_path, "link")
        assert done.returncode == 0, done.stderr
        second = LINK.match(done.stdout)
        assert second
        assert second[1] != link
        assert "Fumehood" in Visitor(second[1]).home
    log = (tmp_path / "logs" / "fumehood.log").read_text()
    assert link.partition("launch=")[2] not in log


def test_there_is_no_link_without_an_instance(tmp_path: Path) -> None:
    """The exit code is 7, and the remedy says how to start one."""
    done = run(tmp_path, "link")
    assert (done.returncode, done.stdout) == (7, "")
    assert "fumehood serve" in done.stderr
