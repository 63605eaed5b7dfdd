"""Pictures of a page that the running lab draws: `[look: POST /login name=Ada]`.

The lines of one paragraph are one visitor's requests, sent in this order; the last is drawn.
"""

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from server.handbook.bench.cookie_jar import CookieJar
from server.model.exchange import Exchange
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.runner.requests.builder import Pairs, build_request

HOST: Final = "localhost"
Send = Callable[[OutgoingRequest], Exchange | Problem]

LOOK: Final = re.compile(
    r"\[look: (?P<method>[A-Z]+) (?P<path>/\S*)(?: +(?P<rest>(?!->).*?))?(?: +-> +(?P<status>\d{3}))?\]"
)
_FIELD: Final = re.compile(r"(?P<name>[^=:\s]+)(?P<kind>[=:])(?P<value>.*)\Z", re.DOTALL)
# Unless the page says that it means so, an answer with one of these shows a slip and not the subject.
NO_PICTURE: Final = frozenset((404, 405, 500))


@dataclass(frozen=True, kw_only=True, slots=True)
class LookRequest:
    """One request of a picture; `json` is None where there is none, `status` what the page says of it."""

    method: str
    path: str
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    json: Any = None
    status: int | None = None

    def outgoing(self, cookies: Pairs = ()) -> OutgoingRequest:
        """The request as it is sent, with these cookies."""
        return build_request(
            method=self.method,
            path=self.path,
            headers=self.headers,
            cookies=cookies,
            form=self.form,
            json=self.json,
        )

    @property
    def says(self) -> str:
        """The request as people write it."""
        fields = " ".join(f"{name}={value}" for name, value in self.form)
        body = fields if self.json is None else json.dumps(self.json, ensure_ascii=False)
        return " ".join(filter(None, (self.method, self.path, body)))

    def refuses(self, status: int) -> str | None:
        """What is wrong with an answer of that status as a picture of this request, or None."""
        if self.status is not None:
            return None if status == self.status else f"{self.says} answers {status}, not {self.status}"
        if status in NO_PICTURE:
            return f"{self.says} answers {status}; where that is meant, the page says `-> {status}`"
        return None


@dataclass(frozen=True, slots=True)
class Look:
    """A picture in the text: the Journey of the last of these requests, all sent by one visitor."""

    asks: tuple[LookRequest, ...]

    @property
    def shown(self) -> LookRequest:
        """The request whose Journey is drawn."""
        return self.asks[-1]


def read_ask(line: str) -> LookRequest | None:
    """The request of a line `[look: …]`, or None where it is none."""
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


def look(send: Send, asked: Look) -> tuple[Exchange, ...] | Problem:
    """Send the requests as one visitor, in order; a Problem as soon as one gets no answer."""
    jar = CookieJar()
    found: list[Exchange] = []
    for ask in asked.asks:
        path = ask.path.partition("?")[0]
        sent = send(ask.outgoing(jar.cookies_for(HOST, path)))
        if isinstance(sent, Problem):
            return sent
        found.append(sent)
        for header in sent.response.all_headers("Set-Cookie") if sent.response else ():
            jar.set(header, host=HOST, path=path)
    return tuple(found)
