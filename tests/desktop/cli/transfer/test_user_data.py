"""Tests of the store that a command opens."""

from contextlib import closing
from pathlib import Path

import pytest

from desktop.cli.transfer.user_data import open_store, prepared


def test_the_store_keeps_as_much_as_the_user_chose(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command must not delete exchanges that the workbench keeps."""
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path))
    with closing(open_store(prepared())) as store:
        store.settings.set("history_mb", 2000)
    with closing(open_store(prepared())) as store:
        assert store.cap_bytes == 2000 << 20
