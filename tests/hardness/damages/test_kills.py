"""Fumehood is killed with SIGKILL at random moments under load: what pages have shown is in the store."""

import itertools
import json
import random
import re
import socket
import sqlite3
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import psutil
import pytest

from tests.hardness.scale import Scale
from tests.support.fumehood_process import all_gone, family, link_of, running
from tests.support.raw_workbench import RawWorkbench

ROW = re.compile(r'id="row-(\d+)"[^>]*data-state="(\w+)"')
PORT = re.compile(r"http://localhost:(\d+)")
CLIENTS = 3


@dataclass
class Shown:
    """What pages and the live list have shown as finished, and a setting as it was sent and confirmed."""

    exchanges: set[int] = field(default_factory=set)
    sent: list[int] = field(default_factory=list)
    confirmed: list[int] = field(default_factory=list)

    def take(self, html: str) -> None:
        """Note the rows that are finished."""
        self.exchanges |= {int(number) for number, state in ROW.findall(html) if state != "open"}


class Load:
    """Clients that work until the program dies."""

    def __init__(self, workbench: RawWorkbench, bench: str, shown: Shown) -> None:
        self._workbench = workbench
        self._bench = bench
        self._shown = shown
        self._page = workbench.send("GET", bench).text
        shown.take(self._page)
        jobs = [self._ask_the_app] * CLIENTS + [
            self._send,
            self._read_pages,
            self._listen,
            self._change_layout,
        ]
        self._threads = [threading.Thread(target=self._until_the_end, args=(job,)) for job in jobs]

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Wait until all have noticed the end."""
        for thread in self._threads:
            thread.join(30)
            assert not thread.is_alive()

    @staticmethod
    def _until_the_end(job: Callable[[], Iterator[None]]) -> None:
        # Whatever a broken connection raises, the program was killed in the middle of an answer.
        try:
            for _turn in job():
                pass
        except (OSError, HTTPException, ValueError, AttributeError, IndexError, KeyError):
            return

    def _ask_the_app(self) -> Iterator[None]:
        port = PORT.search(self._page)
        assert port
        while True:
            with urllib.request.urlopen(f"http://localhost:{port[1]}/", timeout=5) as answer:
                answer.read()
            yield

    def _send(self) -> Iterator[None]:
        while True:
            answer = self._workbench.send("POST", f"{self._bench}/send", b"method=GET&url=/")
            if answer.status == 200 and "Nothing is saved" not in answer.text:
                self._shown.exchanges.add(int(answer.headers["x-fumehood-exchange"]))
            yield

    def _read_pages(self) -> Iterator[None]:
        while True:
            answer = self._workbench.send("GET", f"{self._bench}/rows")
            if answer.status == 200:
                self._shown.take(answer.text)
            yield

    def _change_layout(self) -> Iterator[None]:
        for number in itertools.cycle(range(20, 80)):
            self._shown.sent.append(number)
            answer = self._workbench.send("POST", "/settings/layout", f"split-bench={number}".encode())
            if answer.status in (200, 204):
                self._shown.confirmed.append(number)
            yield

    def _listen(self) -> Iterator[None]:
        guest = self._bench.rpartition("/")[2]
        with socket.create_connection(("127.0.0.1", self._workbench.port), timeout=10) as stream:
            head = f"GET /events?guest={guest} HTTP/1.1\r\nHost: {self._workbench.host}\r\n"
            stream.sendall(f"{head}Cookie: {self._workbench.cookie}\r\n\r\n".encode())
            for line in stream.makefile("rb"):
                if line.startswith(b"data: ") and line.endswith(b"}\n"):
                    self._shown.take(json.loads(line[6:]).get("html", ""))
                yield


def killed(home: Path, seconds: float) -> tuple[Shown, list[psutil.Process]]:
    """Run Fumehood under load, kill it after so many seconds; return what was shown, and its processes."""
    shown = Shown()
    with running(home, "serve") as process:
        workbench = RawWorkbench(link_of(process))
        bench = workbench.send("POST", "/try").headers["hx-redirect"].partition("?")[0]
        load = Load(workbench, bench, shown)
        load.start()
        time.sleep(seconds)
        processes = family(process)
        process.kill()
        process.wait(30)
        load.join()
    return shown, processes


def lost_of(home: Path, shown: Shown) -> int:
    """Check the store, and return how much of what was shown is missing in it."""
    with closing(sqlite3.connect(home / "data" / "fumehood.sqlite3")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        ids = connection.execute("SELECT exchanges.id FROM exchanges JOIN contents USING (id)").fetchall()
        layouts = connection.execute("SELECT value FROM settings WHERE key = 'layout'").fetchall()
    missing = shown.exchanges - {number for (number,) in ids}
    layout = json.loads(layouts[0][0])["split-bench"] if layouts else None
    # A change after the last one that was confirmed may have been written.
    is_lost = bool(shown.confirmed) and layout not in shown.sent[len(shown.confirmed) - 1 :]
    return len(missing) + is_lost


@pytest.mark.slow
@pytest.mark.hardness("killed")
def test_nothing_that_was_shown_is_lost(
    tmp_path: Path, hardness_scale: Scale, record_property: Callable[[str, object], None]
) -> None:
    """The store is intact, no process is left, and the next start is clean."""
    moments = random.Random(7)  # noqa: S311 - the same moments each time
    rounds = hardness_scale.choose(short=2, long=100)
    lost = seen = 0
    for _round in range(rounds):
        shown, processes = killed(tmp_path, moments.uniform(0.5, 2.5))
        assert all_gone(processes)
        lost += lost_of(tmp_path, shown)
        seen += len(shown.exchanges)
        assert shown.confirmed
    record_property("tried", rounds)
    record_property("lost", lost)
    print(f"{seen} exchanges were shown, {lost} are lost")
    assert seen > 10 * rounds
    assert lost == 0
    with running(tmp_path, "serve") as process:
        home = RawWorkbench(link_of(process)).send("GET", "/")
        assert home.status == 200
        assert 'class="problem"' not in home.text
