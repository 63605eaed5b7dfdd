"""The directive `[look: POST /login name=Ada]`: a picture that is drawn from the running lab.

The lines of one paragraph are requests of one visitor, sent in this order; the Journey of the last is drawn.
"""

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests.builder import Pairs, build_request
from server.runner.requests.cookie_jar import CookieJar

HOST: Final = "localhost"
Send = Callable[[OutgoingRequest], Exchange | Problem]

LOOK: Final = re.compile(
    r"\[look: (?P<method>[A-Z]+) (?P<path>/\S*)(?: +(?P<rest>(?!->).*?))?(?: +-> +(?P<status>\d{3}))?\]"
)
_FIELD: Final = re.compile(r"(?P<name>[^=:\s]+)(?P<kind>[=:])(?P<value>.*)\Z", re.DOTALL)
# An answer with one of these statuses is taken for an error in the page, unless the page names the status.
ERROR_STATUSES: Final = frozenset((404, 405, 500))


@dataclass(frozen=True, kw_only=True, slots=True)
class LookRequest:
    """One request of a picture; `json` is None if it has none, `status` the status that the page names."""

    method: str
    path: str
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    json: Any = None
    status: int | None = None

    def outgoing(self, cookies: Pairs = ()) -> OutgoingRequest:
        """Return the request to send, with these cookies."""
        return build_request(
            method=self.method,
            path=self.path,
            headers=self.headers,
            cookies=cookies,
            form=self.form,
            json=self.json,
        )

    @property
    def text(self) -> str:
        """The request in short, such as `POST /login name=Ada`."""
        fields = " ".join(f"{name}={value}" for name, value in self.form)
        body = fields if self.json is None else json.dumps(self.json, ensure_ascii=False)
        return " ".join(filter(None, (self.method, self.path, body)))

    def objection(self, status: int) -> str | None:
        """Return why an answer with that status makes no picture of this request, or None."""
        if self.status is not None:
            return None if status == self.status else f"{self.text} answers {status}, not {self.status}"
        if status in ERROR_STATUSES:
            return f"{self.text} answers {status}; where that is meant, the page says `-> {status}`"
        return None


@dataclass(frozen=True, slots=True)
class Look:
    """A picture in the text: the Journey of the last of these requests, which one visitor sends."""

    requests: tuple[LookRequest, ...]

    @property
    def shown(self) -> LookRequest:
        """The request whose Journey is drawn."""
        return self.requests[-1]


def read_request(line: str) -> LookRequest | None:
    """Return the request of a line `[look: …]`; None if the line is not such a directive."""
    match = LOOK.fullmatch(line)
    if match is None:
        return None
    rest = match["rest"] or ""
    status = int(match["status"]) if match["status"] else None
    try:
        if rest.startswith(("{", "[")):
            return LookRequest(
                method=match["method"], path=match["path"], json=json.loads(rest), status=status
            )
        words = [_FIELD.match(word) for word in shlex.split(rest)]
    except ValueError:
        return None
    fields = [word for word in words if word is not None]
    if len(fields) != len(words):
        return None
    return LookRequest(
        method=match["method"],
        path=match["path"],
        form=tuple((field["name"], field["value"]) for field in fields if field["kind"] == "="),
        headers=tuple((field["name"], field["value"]) for field in fields if field["kind"] == ":"),
        status=status,
    )


def send_look(send: Send, picture: Look) -> tuple[Exchange, ...] | Problem:
    """Send the requests of a picture as one visitor, in order, until one is answered with a Problem."""
    jar = CookieJar()
    exchanges: list[Exchange] = []
    for request in picture.requests:
        path = request.path.partition("?")[0]
        exchange = send(request.outgoing(jar.cookies_for(HOST, path)))
        if isinstance(exchange, Problem):
            return exchange
        exchanges.append(exchange)
        for header in exchange.response.all_headers("Set-Cookie") if exchange.response else ():
            jar.set(header, host=HOST, path=path)
    return tuple(exchanges)
