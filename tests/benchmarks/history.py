"""How long the newest page of the history and a search in it take, and how that grows."""

import tempfile
import time
from contextlib import closing
from pathlib import Path

from server.model.exchange import Body, Exchange, ExchangeState, Request, Response
from server.model.versions import Versions
from server.store import Store
from server.store.exchange_filter import ExchangeFilter
from tests.benchmarks.result import Effort, Measure, Result, median

NEWEST, SEARCH = 20.0, 100.0  # milliseconds
STEP = 10  # the small history holds a tenth of the large one
# A word that stands in one path of a thousand, and one that stands in none.
RARE = ExchangeFilter(text="needle")
NONE = ExchangeFilter(text="unheard-of")
QUESTIONS: tuple[tuple[str, ExchangeFilter, float], ...] = (
    ("newest page", ExchangeFilter(), NEWEST),
    ("newest page of one status", ExchangeFilter(status_class=5), NEWEST),
    ("search, found in one of 1000", RARE, SEARCH),
    ("search, found nowhere", NONE, SEARCH),
)


def measure(effort: Effort) -> Result:
    """Ask a small and a large history the same."""
    many = effort.times(effort.exchanges, 2000)
    with tempfile.TemporaryDirectory() as folder:
        small = ask(Path(folder, "small.sqlite3"), many // STEP, effort)
        large = ask(Path(folder, "large.sqlite3"), many, effort)
    measures = []
    for name, _, bound in QUESTIONS:
        measures.append(Measure(name=f"{name}, in {many // STEP}", value=small[name], unit="ms"))
        measures.append(Measure(name=f"{name}, in {many}", value=large[name], unit="ms", at_most=bound))
        growth = large[name] / small[name]
        measures.append(Measure(name=f"{name}, growth over {STEP} x", value=growth, unit="x", at_most=STEP))
    return Result(
        name="history",
        what=f"medians of 30 questions to a history of {many // STEP} and one of {many} exchanges; "
        "the budget in milliseconds is for 1000000",
        measures=tuple(measures),
    )


def ask(path: Path, count: int, effort: Effort) -> dict[str, float]:
    """The median milliseconds of each question to a history of `count` exchanges."""
    store = Store(path, cap_bytes=1 << 40)
    with closing(store):
        for number in range(count):
            store.add(exchange(store.next_id(), number))
        store.flush()
        return {name: median([timed(store, rows) for _ in range(30)]) for name, rows, _ in QUESTIONS}


def timed(store: Store, rows: ExchangeFilter) -> float:
    """The seconds one question takes."""
    begun = time.perf_counter()
    store.rows(rows, limit=100)
    return time.perf_counter() - begun


def exchange(key: int, number: int) -> Exchange:
    """An exchange like those of a shop; one of a thousand has the rare word, one of a hundred failed."""
    path = f"/shop/{'needle' if number % 1000 == 500 else 'thing'}/{number}"
    failed = number % 100 == 7
    return Exchange(
        id=key,
        run="r1",
        guest="g1",
        number=number,
        started_at=1_700_000_000 + number,
        took=3.5,
        state=ExchangeState.DONE,
        request=Request(
            method="GET",
            url=f"http://localhost:5000{path}?page=2",
            path=path,
            query="page=2",
            headers=(("Host", "localhost:5000"), ("Accept", "text/html")),
        ),
        response=Response(
            status=500 if failed else 200,
            reason="INTERNAL SERVER ERROR" if failed else "OK",
            headers=(("Content-Type", "text/html; charset=utf-8"),),
            body=Body(data=b"<p>A thing</p>" * 20, size=280, content_type="text/html; charset=utf-8"),
        ),
        versions=Versions(python="3.12.1", flask="3.1.3"),
        events=(),
    )
