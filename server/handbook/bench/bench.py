"""The bench of an experiment: a running guest to send requests to, with everything else it may use."""

import copy
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from server.handbook.bench.client import Browser
from server.handbook.bench.distributions import Distributions
from server.handbook.bench.lab_guests import Found, LabGuests
from server.handbook.bench.loopback_http import Answer, Pairs, fetch, free_port, raw
from server.handbook.bench.observed import Seen
from server.handbook.bench.outside_exchanges import OutsideExchanges
from server.handbook.bench.process_handle import Ran, Running
from server.handbook.bench.processes import Processes, find_program
from server.handbook.undecided import Undecided
from server.handbook.web_engine.engine import Engine, Engines
from server.handbook.web_engine.engine_process import offscreen
from server.i18n import gettext as _
from server.model.exchange import Exchange, ExchangeState
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.versions import Versions
from server.runner.processes.python_command import python_command
from server.runner.requests.builder import build_request

REQUEST_SECONDS: Final = 10.0
RUN_SECONDS: Final = 20.0
SERVER_ERROR: Final = 500


class Bench:
    """A guest under experiment; `exchanges` are all its exchanges, in the order sent.

    Everything that an experiment starts with it ends with the experiment. Where a method says "Undecided", it
    raises Undecided, and the claim is neither true nor false.
    """

    def __init__(
        self,
        lab_guests: LabGuests,
        *,
        distributions: Distributions,
        engines: Engines,
        timeout: float = REQUEST_SECONDS,
    ) -> None:
        """Wait until the lab's guest serves; `timeout` is how long to wait for one answer, in seconds."""
        self._lab_guests = lab_guests
        self._distributions = distributions
        self._engines = engines
        self._timeout = timeout
        self._resources = ExitStack()
        self._processes = Processes(
            lab_guests.guests.programs,
            lab_guests.guests.scratch_folders,
            python=lab_guests.python,
            folder=lab_guests.folder,
        )
        self._resources.callback(self._processes.close)
        self._connect(None)

    def close(self) -> None:
        """End everything that was started with this bench; called when the experiment is over."""
        self._resources.close()

    @property
    def versions(self) -> Versions:
        """The versions that the guest runs on."""
        return self._guest.status.versions

    @property
    def url(self) -> str:
        """The guest's address, `http://localhost:PORT`."""
        return self._guest.url

    @property
    def folder(self) -> Path:
        """The folder that the lab runs from; do not write into it."""
        return self._lab_guests.folder

    @property
    def scratch(self) -> Path:
        """An empty folder that is removed after the experiment."""
        return self._processes.scratch

    def browser(self) -> Browser:
        """Return a client without cookies, which keeps those it gets as browsers do."""
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
        """Send one request and return the exchange; `files` are (field, file name, content type, bytes).

        Undecided if no answer comes in time, and, unless it `may_crash`, if the guest answers with a server
        error: a broken app decides nothing.
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
        return self._send(outgoing, may_crash=may_crash)

    def arrived(self, path: str | None = None, *, count: int = 1, seconds: float = 5.0) -> tuple[Seen, ...]:
        """Return the finished exchanges that `send` did not start, in order; with a `path` only those of it.

        Waits for `count` of them, at most `seconds`, and returns those there are; with 0 seconds it does not
        wait. They are added to `exchanges`.
        """
        arrived = self._outside.wait(path, count, seconds)
        self.exchanges.extend(each for each in arrived if all(each is not known for known in self.exchanges))
        return tuple(map(Seen, arrived))

    def beside(self, app: str) -> "Bench":
        """Return the bench of a second guest, which runs another file of the lab's folder as its app.

        The guest keeps running for the next claims of the lab. Undecided if it does not start.
        """
        bench = copy.copy(self)  # with the same processes and the same end
        bench._connect(app)
        return bench

    def needs(self, *distributions: str) -> None:
        """Undecided if the lab's interpreter lacks one of these, such as `celery>=5.3`."""
        self._distributions.require(self._lab_guests.python, *distributions)

    def port(self) -> int:
        """Return a free loopback port."""
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
        command = python_command(self._lab_guests.python, *args)
        return self._processes.run(command, env=env, stdin=stdin, cwd=cwd, timeout=timeout)

    def start(
        self, *args: str, env: Mapping[str, str] = MappingProxyType({}), cwd: Path | None = None
    ) -> Running:
        """Start the lab's interpreter and leave it running."""
        return self._processes.start(python_command(self._lab_guests.python, *args), env=env, cwd=cwd)

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
        """Run a program of this machine to its end; Undecided, naming the `install` command, if missing."""
        command = [find_program(name, install), *args]
        return self._processes.run(command, env=env, stdin=stdin, cwd=cwd, timeout=timeout)

    def start_program(
        self,
        name: str,
        *args: str,
        install: str,
        env: Mapping[str, str] = MappingProxyType({}),
        cwd: Path | None = None,
    ) -> Running:
        """Start a program of this machine and leave it running; Undecided if it is missing."""
        return self._processes.start([find_program(name, install), *args], env=env, cwd=cwd)

    def fetch(
        self,
        url: str,
        method: str = "GET",
        headers: Pairs = (),
        body: bytes = b"",
        timeout: float = REQUEST_SECONDS,
    ) -> Answer:
        """Send a plain request to any loopback server, and wait for one that is just starting."""
        return fetch(url, method, headers, body, timeout)

    def raw(self, port: int, data: bytes, timeout: float = REQUEST_SECONDS) -> bytes:
        """Send bytes to a loopback port, and return what comes back until it closes or the time is over."""
        return raw(port, data, timeout)

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return a folder that `make` fills once, for all claims of the lab; they must only read it."""
        return self._lab_guests.made(name, make)

    def found(self, name: str, find: Callable[[], Found]) -> Found:
        """Return what `find` returns; it is called once for all claims of the lab. Only read the value."""
        return self._lab_guests.found(name, find)

    def engine(self, profile: Path | None = None) -> Engine:
        """Return a page of a real web engine in a fresh profile; Undecided if no engine starts here.

        The profile is discarded, unless `profile` is an empty folder for it; that is complete after `close`.
        """
        engine = self._engines.open(profile)
        self._resources.callback(engine.close)
        return engine

    def offscreen(self) -> dict[str, str]:
        """Return the variables that make a program open its window unseen; Undecided if none would open."""
        return offscreen()

    def _connect(self, app: str | None) -> None:
        """Use the lab's guest, or the one that runs `app`, once it serves."""
        self._guest = self._lab_guests.ready(app)
        self._outside = OutsideExchanges()
        stop_listening: Callable[[], None] = self._guest.subscribe(self._outside.add)
        self._resources.callback(stop_listening)
        self.exchanges: list[Exchange] = []

    def _send(self, outgoing: OutgoingRequest, *, may_crash: bool) -> Seen:
        exchange = self._guest.send(outgoing, timeout=self._timeout)
        if isinstance(exchange, Problem):
            raise Undecided(exchange.cause, exchange.remedy)
        seen = Seen(exchange)
        self.exchanges.append(exchange)
        if exchange.state is not ExchangeState.DONE:
            raise Undecided(
                _("%(request)s did not end as it should.", request=seen.sent), _("Run the experiment again.")
            )
        if seen.status >= SERVER_ERROR and not may_crash:
            raise Undecided(
                _(
                    "%(request)s answered %(status)s%(error)s.",
                    request=seen.sent,
                    status=seen.status_line,
                    error=_error(exchange),
                ),
                _("Fix the app, or restore the lab."),
            )
        return seen


def _pairs(pairs: Pairs) -> tuple[tuple[str, str], ...]:
    return tuple(pairs.items()) if isinstance(pairs, Mapping) else tuple(pairs)


def _error(exchange: Exchange) -> str:
    event = exchange.first("exception")
    return f" ({event.body['type']}: {event.body['message']})" if event else ""
