"""What the probe adds to a request, against nothing and against Flask-DebugToolbar.

All three are measured on one interpreter: that of an environment which holds Flask, Waitress and the toolbar
and nothing else, for the toolbar reads what is installed at every request. Where that environment cannot be
made, the other two are measured on ours, and the toolbar is not.
"""

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil

from server.model.guest import GuestState, Target, TargetKind
from server.model.notifications import ExchangeFinished, Notification
from server.runner.guests.guests import Guests
from server.store import Store
from tests.benchmarks.result import Effort, Measure, Result, median, percentile_99
from tests.environments import python_of

HERE = Path(__file__).parent
# The page with its bound against no probe.
PAGES = (("tiny", 1.5), ("page", 1.15))
LESS_THAN_TOOLBAR = 20.0
CLIENTS = 16


class Counter:
    """Counts exchanges that came through whole, so that a round can wait until the last one has."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._count = 0
        self._changed = threading.Condition()

    def handle(self, notification: Notification) -> None:
        """Keep an exchange, as the workbench does."""
        self._store.handle(notification)
        if not isinstance(notification, ExchangeFinished):
            return
        with self._changed:
            self._count += 1
            self._changed.notify_all()

    def settle(self, count: int) -> None:
        """Wait until that many have come."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._count >= count, timeout=60):
                raise SystemExit(f"{count - self._count} exchanges did not arrive in a minute")


@contextmanager
def plain(kind: str, python: Path | None) -> Iterator[int]:
    """The pages served without Fumehood, `plain` or with the `toolbar`; their port."""
    command = [str(python or sys.executable), str(HERE / "apps" / "serve.py"), kind]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        assert server.stdout
        try:
            yield int(server.stdout.readline())
        finally:
            server.terminate()


@contextmanager
def observed(python: Path | None) -> Iterator[tuple[int, Counter]]:
    """The pages as a guest, its exchanges stored as the workbench stores them; their port."""
    apps = HERE / "apps"
    target = Target(
        kind=TargetKind.FILE, spec=str(apps / "pages.py"), root=apps, app="pages.py", name="pages"
    )
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder, "history.sqlite3"))
        counter = Counter(store)
        guests = Guests(notify=counter.handle, next_id=store.next_id)
        try:
            status = guests.open(target, python=python).wait(30)
            if status.state is not GuestState.READY or status.port is None:
                raise SystemExit(f"the guest did not start: {status.problem}")
            yield status.port, counter
        finally:
            guests.close()
            store.close()


def ask(port: int, path: str, times: int, clients: int = 1) -> list[float]:
    """The seconds each of `times` requests took, sent by so many clients at the same time."""
    command = [sys.executable, str(HERE / "client.py"), str(port), path, str(times), str(clients)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True, timeout=300)
    took: list[float] = json.loads(done.stdout)
    return took


def measure(effort: Effort) -> Result:
    """Take turns between the three, and compare the medians."""
    rounds, times = effort.times(12, 2), effort.times(150, 20)
    peer = python_of("toolbar")
    python = peer if isinstance(peer, Path) else None
    with ExitStack() as stack:
        port, counter = stack.enter_context(observed(python))
        ports = {"none": stack.enter_context(plain("plain", python)), "probe": port}
        if python is not None:
            ports["toolbar"] = stack.enter_context(plain("toolbar", python))
        asked = 0

        def send(kind: str, path: str, times: int, clients: int) -> list[float]:
            nonlocal asked
            took = ask(ports[kind], path, times, clients)
            if kind == "probe":
                asked += len(took)
                counter.settle(asked)
            return took

        def one(kind: str, path: str) -> list[float]:
            return send(kind, path, times, 1)[times // 5 :]  # the first ones warm caches and the connection

        def many(kind: str, path: str) -> list[float]:
            return send(kind, path, times * 4, CLIENTS)

        alone = {name: turns(tuple(ports), rounds, one, name) for name, _ in PAGES}
        together = {name: turns(("none", "probe"), rounds, many, name) for name, _ in PAGES}
    return Result(
        name="probe",
        what=f"{rounds} rounds of {times} requests each, taking turns; exchanges were stored; "
        f"load of the machine {psutil.getloadavg()[0]:.1f}; "
        + (f"packages installed: {installed(python)}" if python else f"no toolbar was measured: {peer}"),
        measures=(
            *(number for name, bound in PAGES for number in compare(name, bound, alone[name])),
            *(number for name, _ in PAGES for number in tails(name, alone[name], together[name])),
        ),
    )


def turns(
    kinds: tuple[str, ...], rounds: int, one: Callable[[str, str], list[float]], name: str
) -> dict[str, list[float]]:
    """The seconds of all requests of each kind, the order turned round by round."""
    took: dict[str, list[float]] = {kind: [] for kind in kinds}
    for number in range(rounds):
        first = number % len(kinds)
        for kind in kinds[first:] + kinds[:first]:
            took[kind] += one(kind, f"/{name}")
    return took


def tails(
    name: str, alone: Mapping[str, Sequence[float]], together: Mapping[str, Sequence[float]]
) -> Iterator[Measure]:
    """What the medians of one client do not say: the slowest requests, and those of many clients."""
    for title, took, number in (
        ("99th percentile", alone, percentile_99),
        (f"{CLIENTS} clients", together, median),
        (f"{CLIENTS} clients, 99th percentile", together, percentile_99),
    ):
        values = {kind: number(took[kind]) for kind in ("none", "probe")}
        yield Measure(name=f"{name}, {title}, no probe", value=values["none"], unit="ms")
        yield Measure(name=f"{name}, {title}, probe", value=values["probe"], unit="ms")
        ratio = values["probe"] / values["none"]
        yield Measure(name=f"{name}, {title}, probe / no probe", value=ratio, unit="x")


def compare(name: str, bound: float, seconds: Mapping[str, Sequence[float]]) -> Iterator[Measure]:
    """The measures of one page, from the medians of one client."""
    took = {kind: median(each) for kind, each in seconds.items()}
    labels = {"none": "no probe", "probe": "probe", "toolbar": "Flask-DebugToolbar"}
    for kind, value in took.items():
        yield Measure(name=f"{name}, {labels[kind]}", value=value, unit="ms")
    yield Measure(
        name=f"{name}, probe / no probe", value=took["probe"] / took["none"], unit="x", at_most=bound
    )
    if "toolbar" not in took:
        return
    yield Measure(name=f"{name}, toolbar / no probe", value=took["toolbar"] / took["none"], unit="x")
    added = max(took["probe"] - took["none"], 0.001)  # what cannot be told from noise counts as a microsecond
    yield Measure(
        name=f"{name}, what the toolbar adds / what the probe adds",
        value=(took["toolbar"] - took["none"]) / added,
        unit="x",
        at_least=LESS_THAN_TOOLBAR,
    )


def installed(python: Path) -> int:
    """How many packages an interpreter finds, which is how many the toolbar reads at every request."""
    code = "from importlib.metadata import distributions; print(len(list(distributions())))"
    return int(subprocess.check_output([str(python), "-c", code], text=True))
