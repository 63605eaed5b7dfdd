"""The bench of an experiment: a running guest that takes requests."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from server.handbook.browser import Browser
from server.handbook.seen import Seen, Undecided
from server.model.exchange import Exchange, ExchangeState
from server.model.guest import Problem, Versions
from server.model.outgoing import Outgoing
from server.runner.compose import compose
from server.runner.guest import Guest

Pairs = Mapping[str, str] | Iterable[tuple[str, str]]

REQUEST_SECONDS: Final = 10.0
SERVER_ERROR: Final = 500


class Bench:
    """A guest under experiment; every exchange is kept, in the order sent."""

    def __init__(self, guest: Guest, *, timeout: float = REQUEST_SECONDS) -> None:
        self._guest = guest
        self._timeout = timeout
        self.exchanges: list[Exchange] = []

    @property
    def versions(self) -> Versions:
        """What the guest runs on."""
        return self._guest.status.versions

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
        outgoing = compose(
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

    def _seen(self, outgoing: Outgoing, *, may_crash: bool) -> Seen:
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
