"""The bench of an experiment: a running guest that takes requests."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from server.handbook.bench.client import Browser
from server.handbook.bench.lab_guests import Found
from server.handbook.bench.loopback_http import Answer, Pairs, fetch, free_port, raw
from server.handbook.bench.observed import Seen
from server.handbook.bench.process_handle import Ran, Running
from server.handbook.bench.resources import Workplace
from server.handbook.undecided import Undecided
from server.handbook.web_engine.engine import Engine
from server.handbook.web_engine.process import offscreen
from server.model.exchange import Exchange, ExchangeState
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.versions import Versions
from server.runner.requests.builder import build_request

REQUEST_SECONDS: Final = 10.0
RUN_SECONDS: Final = 20.0
SERVER_ERROR: Final = 500


class Bench:
    """A guest under experiment; every exchange is kept, in the order sent.

    Whatever it starts ends with the experiment.
    """

    def __init__(self, place: Workplace, *, app: str | None = None, timeout: float = REQUEST_SECONDS) -> None:
        self._place = place
        self._guest = place.guest(app)
        self._timeout = timeout
        self._arrivals = place.arrivals(self._guest)
        self.exchanges: list[Exchange] = []

    @property
    def versions(self) -> Versions:
        """What the guest runs on."""
        return self._guest.status.versions

    @property
    def url(self) -> str:
        """Where the guest is reached, `http://localhost:PORT`."""
        return self._guest.url

    @property
    def folder(self) -> Path:
        """The lab's files as they run; not to be written into."""
        return self._place.folder

    @property
    def scratch(self) -> Path:
        """An empty folder that is removed after the experiment."""
        return self._place.processes.scratch

    def browser(self) -> Browser:
        """A client without any cookie yet, which keeps them as browsers do."""
        return Browser(self)

    def send(  # noqa: PLR0913 - a request has that many parts, all optional and named
        self,
        method: str,
        path: str,
        *,
        query: Pairs = (),
        headers: Pairs = (),
        cookies: Pairs = (),
        form: Pairs = (),
        json: Any = None,
        raw: bytes | None = None,
        files: Iterable[tuple[str, str, str, bytes]] = (),
        may_crash: bool = False,
    ) -> Seen:
        """Send one request and see the whole exchange; `files` are (field, file name, content type, bytes).

        The claim is undecided where no answer came in time, and, unless it `may_crash`, where the guest
        answered with a server error: an app that is broken decides nothing.
        """
        outgoing = build_request(
            method=method,
            path=path,
            query=_pairs(query),
            headers=_pairs(headers),
            cookies=_pairs(cookies),
            form=_pairs(form),
            json=json,
            raw=raw,
            files=tuple(files),
        )
        return self._seen(outgoing, may_crash=may_crash)

    def arrived(self, path: str | None = None, *, count: int = 1, seconds: float = 5.0) -> tuple[Seen, ...]:
        """The finished exchanges that `send` did not begin, in order; with a `path` only those of it.

        Waits until there are `count` of them, `seconds` at most, and answers with those there are; with 0
        seconds it does not wait. They are kept like those sent.
        """
        found = self._arrivals.wait(path, count, seconds)
        self.exchanges.extend(each for each in found if all(each is not known for known in self.exchanges))
        return tuple(map(Seen, found))

    def beside(self, app: str) -> "Bench":
        """A second guest of the lab, which runs another file of its folder; it stays warm with the lab."""
        return Bench(self._place, app=app, timeout=self._timeout)

    def needs(self, *distributions: str) -> None:
        """Undecided where the lab's interpreter lacks one of these, such as `celery>=5.3`."""
        self._place.need(*distributions)

    def port(self) -> int:
        """A loopback port that nobody uses."""
        return free_port()

    def python(
        self,
        *args: str,
        env: Mapping[str, str] = MappingProxyType({}),
        stdin: bytes = b"",
        cwd: Path | None = None,
        timeout: float = RUN_SECONDS,
    ) -> Ran:
        """Run the lab's interpreter to its end, in the lab's folder or in `cwd`."""
        return self._place.processes.python(args, env, stdin, cwd, timeout)

    def start(
        self, *args: str, env: Mapping[str, str] = MappingProxyType({}), cwd: Path | None = None
    ) -> Running:
        """Start the lab's interpreter and leave it running."""
        return self._place.processes.start(args, env, cwd)

    def run_program(  # noqa: PLR0913 - a command's options, named
        self,
        name: str,
        *args: str,
        install: str,
        env: Mapping[str, str] = MappingProxyType({}),
        stdin: bytes = b"",
        cwd: Path | None = None,
        timeout: float = RUN_SECONDS,
    ) -> Ran:
        """Run a program of this machine to its end; undecided, with `install`, where it is missing."""
        return self._place.processes.run_program(name, args, install, env, stdin, cwd, timeout)

    def start_program(
        self,
        name: str,
        *args: str,
        install: str,
        env: Mapping[str, str] = MappingProxyType({}),
        cwd: Path | None = None,
    ) -> Running:
        """Start a program of this machine and leave it running; undecided where it is missing."""
        return self._place.processes.start_program(name, args, install, env, cwd)

    def fetch(
        self,
        url: str,
        method: str = "GET",
        headers: Pairs = (),
        body: bytes = b"",
        timeout: float = REQUEST_SECONDS,
    ) -> Answer:
        """Send a plain request to any loopback server; one that is just starting is waited for."""
        return fetch(url, method, headers, body, timeout)

    def raw(self, port: int, data: bytes, timeout: float = REQUEST_SECONDS) -> bytes:
        """What a loopback socket gets back for these bytes, until it is closed or the time is over."""
        return raw(port, data, timeout)

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """A folder that `make` has filled from the lab's files; it serves all claims, which only read it."""
        return self._place.made(name, make)

    def found(self, name: str, find: Callable[[], Found]) -> Found:
        """What `find` has given; it is asked once, and serves all claims, which only read it."""
        return self._place.found(name, find)

    def engine(self, profile: Path | None = None) -> Engine:
        """A page of a real web engine in a fresh profile; undecided where there is none that starts.

        The profile is forgotten, unless an empty folder for it is given; there it is whole after `close`.
        """
        return self._place.engine(profile)

    def offscreen(self) -> dict[str, str]:
        """The variables for a program whose window nobody sees; undecided where none would open."""
        return offscreen()

    def _seen(self, outgoing: OutgoingRequest, *, may_crash: bool) -> Seen:
        found = self._guest.send(outgoing, timeout=self._timeout)
        if isinstance(found, Problem):
            raise Undecided(found.cause, found.remedy)
        seen = Seen(found)
        self.exchanges.append(found)
        if found.state is not ExchangeState.DONE:
            raise Undecided(f"{seen.sent} did not end as it should.", "Run the experiment again.")
        if seen.status >= SERVER_ERROR and not may_crash:
            raise Undecided(
                f"{seen.sent} answered {seen.status_line}{_why(found)}.", "Mend the app, or restore the lab."
            )
        return seen


def _pairs(pairs: Pairs) -> tuple[tuple[str, str], ...]:
    return tuple(pairs.items()) if isinstance(pairs, Mapping) else tuple(pairs)


def _why(exchange: Exchange) -> str:
    event = exchange.first("exception")
    return f" ({event.body['type']}: {event.body['message']})" if event else ""
