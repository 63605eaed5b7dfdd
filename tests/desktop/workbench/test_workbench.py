"""Tests of the workbench in this process."""

import urllib.error
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop.shell.paths import Paths
from desktop.shell.process.loopback import bind, listen_at_name
from desktop.shell.process.shutdown import Shutdown
from desktop.workbench.workbench import Workbench
from tests.support.fumehood_process import Visitor


def test_the_workbench_serves_until_it_is_shut_down(tmp_path: Path) -> None:
    """Its link opens the target once; afterwards the port is free again."""
    shutdown = Shutdown()
    workbench = Workbench(listen_at_name(0), shutdown)
    try:
        workbench.start(Paths(data=tmp_path, logs=tmp_path, cache=tmp_path))
        link = workbench.link("lab:session")
        assert "The session" in Visitor(link).home
        with pytest.raises(urllib.error.HTTPError):
            Visitor(link)
    finally:
        shutdown.run()
    bind(urlsplit(link).port or 0).close()
