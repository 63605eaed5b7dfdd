"""How long the page of a request with two thousand statements takes, and how large it is."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from server.model.event import Event
from server.store.packing import STORED_BYTES, pack
from server.store.serialise import to_json
from tests.benchmarks.result import Effort, Measure, Result, median
from tests.support.fake_guests import make_exchange
from tests.support.lenses import sample_events as s
from tests.support.workbench_client import workbench_client

STATEMENTS = 2_000
PAGE_MS = 300.0
ELEMENTS = 1_000


def statements(families: int) -> tuple[Event, ...]:
    """Return the events of a view that sends statements of so many families."""
    sent = (
        replace(
            s.sql(f"SELECT a FROM t{seq % families} WHERE id = ?", str(seq)),  # noqa: S608 - sent to no database
            at=1.0 + seq / 1000,
            seq=seq,
        )
        for seq in range(3, 3 + STATEMENTS)
    )
    last = replace(s.closing(), seq=STATEMENTS + 9)
    return (s.arrival(), replace(s.view(at=1.0, took=3.9), seq=1), *sent, last)


def measure(effort: Effort) -> Result:
    """Store two such exchanges, one of alike and one of different statements, and open their pages."""
    measures: list[Measure] = []
    with tempfile.TemporaryDirectory() as folder, workbench_client(Path(folder)) as workbench:
        workbench.open_guest()
        for number, (name, families) in enumerate((("alike", 4), ("different", STATEMENTS)), 1):
            exchange = make_exchange(number, events=statements(families))
            started = time.perf_counter()
            size = len(pack(to_json(exchange)))
            packing = time.perf_counter() - started
            workbench.add_exchange(exchange)
            workbench.store.flush()
            times, elements = [], 0
            for _ in range(effort.times(20, 2)):
                started = time.perf_counter()
                html = workbench.get_fragment(f"/exchanges/{number}").text
                times.append(time.perf_counter() - started)
                elements = html.count("<") - html.count("</")
            measures += (
                Measure(name=f"{name}: stored", value=size / 1024, unit="KB", at_most=STORED_BYTES / 1024),
                Measure(name=f"{name}: packing", value=packing * 1000, unit="ms"),
                Measure(name=f"{name}: the page", value=median(times), unit="ms", at_most=PAGE_MS),
                Measure(name=f"{name}: elements", value=elements, unit="", at_most=ELEMENTS),
            )
    return Result(
        name="large-exchange",
        what=f"a request with {STATEMENTS} statements: medians of the server's time for its page",
        measures=tuple(measures),
    )
