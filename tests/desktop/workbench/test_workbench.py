"""Tests of the workbench in this process."""

import urllib.error
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from desktop.shell.paths import Paths
from desktop.shell.process.shutdown import Shutdown
from desktop.shell.process.wsgi_server import bind
from desktop.workbench.workbench import Workbench


def test_the_workbench_serves_until_it_is_shut_down(tmp_path: Path) -> None:
    """Its link opens the target once; afterwards the port is free again."""
    shutdown = Shutdown()
    workbench = Workbench(bind(0), shutdown)
    try:
        workbench.start(Paths(data=tmp_path, logs=tmp_path, cache=tmp_path))
        link = workbench.link("lab:session")
        opener = build_opener(HTTPCookieProcessor())
        with opener.open(link, timeout=60) as answer:
            assert answer.status == 200
            assert "The session" in answer.read().decode()
        with pytest.raises(urllib.error.HTTPError):
            build_opener().open(link, timeout=60)
    finally:
        shutdown.run()
    bind(urlsplit(link).port or 0).close()
