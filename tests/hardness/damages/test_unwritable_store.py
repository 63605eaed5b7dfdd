"""The real program while its store cannot be written: it goes on, says so, and writes all afterwards."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import pytest

from server.startup_choices import STORE_FILE
from server.store import Store
from tests.support.fumehood_process import link_of, running
from tests.support.raw_workbench import RawWorkbench

pytestmark = pytest.mark.slow

Record = Callable[[str, object], None]

NOTICE: Final = "Nothing is saved at present: "
PAGES: Final = ("/", "/bench?all=1", "/mail", "/handbook", "/settings")
SETTINGS: Final = {
    "history_mb": "500",
    "start_seconds": "60",
    "request_seconds": "30",
    "memory_mb": "2048",
    "open_files": "1024",
    "own_labs": "",
}
LAB: Final = "micro-framework"
IDS_OF_A_BLOCK: Final = 100


def use(workbench: RawWorkbench) -> set[int]:
    """Use pages, settings, a bookmark and an app as a user does; return the ids of its exchanges."""
    changed = workbench.send("POST", "/settings", urlencode(SETTINGS).encode())
    assert workbench.send("POST", "/settings/appearance", b"theme=dark").status == 204
    opened = workbench.send("POST", "/try")
    assert changed.status == opened.status == 204
    bench, _, first = opened.headers["hx-redirect"].partition("?exchange=")
    ids = {int(first)}
    for _place in range(3):
        sent = workbench.send("POST", f"{bench}/send", b"method=GET&url=/")
        assert sent.status == 200
        ids.add(int(sent.headers["x-fumehood-exchange"]))
    assert workbench.send("POST", f"/handbook/{LAB}/here").status == 204
    for page in (*PAGES, bench, *(f"/exchanges/{number}" for number in ids)):
        answer = workbench.send("GET", page)
        assert answer.status == 200, page
        assert 'data-theme="dark"' in answer.text
        assert answer.text.count(NOTICE) == 1, page
    assert f"{bench}/stop" in workbench.send("GET", bench).text
    return ids


def wait_for_the_file(workbench: RawWorkbench) -> None:
    """Wait until the notice has gone."""
    limit = time.monotonic() + 40
    while NOTICE in (text := workbench.send("GET", "/").text):
        assert time.monotonic() < limit, text
        time.sleep(0.1)


def lost_of(home: Path, ids: set[int]) -> int:
    """Check that the store is intact; return how many of the exchanges and settings are missing."""
    with closing(sqlite3.connect(home / "data" / STORE_FILE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        kept = {
            number
            for (number,) in connection.execute("SELECT exchanges.id FROM exchanges JOIN contents USING (id)")
        }
        settings = dict(connection.execute("SELECT key, value FROM settings").fetchall())
    expected = {"theme": "dark", "handbook.here": LAB}
    return len(ids - kept) + sum(text not in settings.get(key, "") for key, text in expected.items())


def made(home: Path) -> None:
    """Make the folders and the store of a user."""
    for name in ("data", "logs", "cache"):
        (home / name).mkdir()
    Store(home / "data" / STORE_FILE).close()


def ended_without_noise(process: "subprocess.Popen[str]") -> None:
    """End the program, which has printed no traceback."""
    process.terminate()
    assert process.wait(60) == 0
    assert process.stderr is not None
    assert process.stderr.read() == ""


@pytest.mark.hardness("locked-store")
@pytest.mark.parametrize(
    ("how", "when"), [("exclusively", "before"), ("for-writing", "before"), ("for-writing", "meanwhile")]
)
def test_a_locked_store(tmp_path: Path, how: str, when: str, record_property: Record) -> None:
    """Another program holds it for as long as it likes; what was done meanwhile is written afterwards.

    Beside an open program SQLite allows no exclusive lock.
    """
    made(tmp_path)
    holder = sqlite3.connect(tmp_path / "data" / STORE_FILE, isolation_level=None, timeout=30)
    if how == "exclusively":
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    if when == "before":
        lock(holder)
    with closing(holder), running(tmp_path, "serve") as process:
        workbench = RawWorkbench(link_of(process))
        if when == "meanwhile":
            lock(holder)
        ids = use(workbench)
        assert "another program has locked the history" in workbench.send("GET", "/").text
        holder.execute("COMMIT")
        holder.close()
        wait_for_the_file(workbench)
        lost = lost_of(tmp_path, ids)
        record_property("lost", lost)
        ended_without_noise(process)
    assert lost == 0


def lock(holder: sqlite3.Connection) -> None:
    """Write without an end."""
    holder.execute("BEGIN IMMEDIATE")
    holder.execute("UPDATE counters SET value = value")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a disk of 64 MB, which needs the administrator."""
    mount = shutil.which("mount")
    if mount is None or sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only the administrator can mount a disk")
    command = [mount, "-t", "tmpfs", "-o", "size=64m", "none", str(tmp_path)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("this machine does not let us mount a disk")
    yield tmp_path
    subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def fill(file: Path) -> None:
    """Write a file until the disk is full."""
    with file.open("wb", buffering=0) as out:
        try:
            while True:
                out.write(b"x" * 4096)
        except OSError:
            return


@pytest.mark.hardness("full-disk")
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_full_disk(small_disk: Path, when: str, record_property: Record) -> None:
    """The room that is wanted is said, and once it is there everything is written."""
    made(small_disk)
    if when == "before":
        fill(small_disk / "filled")
    with running(small_disk, "serve") as process:
        workbench = RawWorkbench(link_of(process))
        if when == "meanwhile":
            fill(small_disk / "filled")
        ids = use(workbench)
        text = workbench.send("GET", "/").text
        assert "there is no room for the history" in text
        assert "Fumehood needs 16 MB, and 0 MB are free" in text
        (small_disk / "filled").unlink()
        wait_for_the_file(workbench)
        lost = lost_of(small_disk, ids)
        record_property("lost", lost)
        ended_without_noise(process)
    assert lost == 0


@pytest.mark.hardness("full-disk")
@pytest.mark.parametrize("used", [True, False], ids=["used-before", "new"])
def test_a_home_that_may_not_be_written(small_disk: Path, *, used: bool, record_property: Record) -> None:
    """Settings are read from it, if there are any; what is done is kept once it may be written."""
    if used:
        made(small_disk)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with running(small_disk, "serve") as process:
        workbench = RawWorkbench(link_of(process))
        ids = use(workbench)
        assert "may not be written" in workbench.send("GET", "/").text
        subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
        wait_for_the_file(workbench)
        lost = lost_of(small_disk, ids)
        record_property("lost", lost)
        ended_without_noise(process)
    assert lost == 0


@pytest.mark.hardness("full-disk")
@pytest.mark.skipif(sys.platform != "linux", reason="the limit of another process is changed")
def test_a_limit_on_the_size_of_files(tmp_path: Path, record_property: Record) -> None:
    """As `ulimit -f` sets it; more requests than ids are reserved for end no app."""
    import resource  # noqa: PLC0415 - Windows has no such module

    made(tmp_path)
    with running(tmp_path, "serve") as process:
        workbench = RawWorkbench(link_of(process))
        _soft, hard = resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (10_000, resource.RLIM_INFINITY))
        ids = use(workbench)
        bench = workbench.send("GET", "/bench").headers["location"].partition("?")[0]
        for _place in range(IDS_OF_A_BLOCK + 5):
            sent = workbench.send("POST", f"{bench}/send", b"method=GET&url=/")
            assert sent.status == 200
            ids.add(int(sent.headers["x-fumehood-exchange"]))
        assert "a limit on the size of files is reached" in workbench.send("GET", bench).text
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (hard, hard))
        wait_for_the_file(workbench)
        lost = lost_of(tmp_path, ids)
        record_property("lost", lost)
        ended_without_noise(process)
    assert lost == 0
