"""Tests of the notice that nothing is kept at present."""

import re
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.store import Store
from server.store.writing.changes import Failure, Work
from tests.support.workbench_client import WorkbenchClient, workbench_client

PAGES = ("/", "/bench?all=1", "/mail", "/handbook", "/settings")


@pytest.fixture(scope="module")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkbenchClient]:
    """A workbench with a store in a file."""
    folder: Path = tmp_path_factory.mktemp("notice")
    with workbench_client(folder, store=Store(folder / "history.db")) as client:
        yield client


def begin_outage(store: Store, code: int) -> None:
    """Let the file count as one that cannot be written."""
    error = sqlite3.OperationalError("not now")
    error.sqlite_errorcode = code
    store._writer.run(Failure(error))
    store._writer._retry_at = time.monotonic() + 1000


def end_outage(store: Store) -> None:
    """Let the file be tried again."""
    store._writer._retry_at = 0.0
    store._writer.run(Work(lambda _connection: None))


def test_every_page_has_the_notice_while_it_lasts(workbench: WorkbenchClient) -> None:
    """With the reason and the remedy, in the language of the reader."""
    guest = workbench.open_guest()
    pages = (*PAGES, f"/bench/{guest.id}")
    assert not any("Nothing is saved" in workbench.get(page).text for page in pages)
    begin_outage(workbench.store, sqlite3.SQLITE_BUSY)
    for page in pages:
        text = workbench.get(page).text
        assert text.count("Nothing is saved at present") == 1
        assert "Close that program, or wait." in text
    workbench.store.settings.set("language", "sv")
    assert "Inget sparas just nu" in workbench.get("/").text
    workbench.store.settings.set("language", "en")
    end_outage(workbench.store)
    assert not any("Nothing is saved" in workbench.get(page).text for page in pages)


def test_a_page_is_told_and_asks_for_another_notice_only(workbench: WorkbenchClient) -> None:
    """A part of it says so in a header; the same notice is not shown again, and it goes by itself."""
    assert workbench.get("/store-notice", HX_Request="true").status_code == 204
    assert "HX-Trigger" not in workbench.get_fragment("/handbook/search?q=x").headers
    begin_outage(workbench.store, sqlite3.SQLITE_FULL)
    assert workbench.get_fragment("/handbook/search?q=x").headers["HX-Trigger"] == "store-changed"
    answer = workbench.get_fragment("/store-notice")
    assert "HX-Trigger" not in answer.headers
    shown = re.search(r'hx-get="(/store-notice\?shown=\w+)"', answer.text)
    assert shown
    assert "every 3s" in answer.text
    assert workbench.get_fragment(shown[1]).status_code == 204
    end_outage(workbench.store)
    gone = workbench.get_fragment(shown[1])
    assert gone.status_code == 200
    assert "Nothing is saved" not in gone.text
    assert "every 3s" not in gone.text
