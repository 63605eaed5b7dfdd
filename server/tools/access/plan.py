"""Which GET routes of an app can be requested, with which values, and which of them are better left out."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from server.model.guest import Route
from server.model.printable import printable
from server.runner.requests.builder import request_target

_ARGUMENT: Final = re.compile(r"<(?:(\w+)(?:\([^<>]*\))?:)?\w+>")
_WORD: Final = re.compile(r"[a-z]+")
# Words of routes that end a session, or that change something although they answer GET.
_HARMFUL: Final = frozenset(
    {
        *("cancel", "clear", "close", "confirm", "deactivate", "delete", "destroy", "disable", "drop"),
        *("erase", "exit", "kill", "logoff", "logout", "off", "out", "purge", "quit", "remove", "reset"),
        *("restart", "revoke", "shutdown", "signout", "stop", "terminate", "toggle", "unsubscribe", "wipe"),
    }
)
MOST_ROUTES: Final = 300


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedRoute:
    """A GET route: `path` is what would be requested, empty where values are missing.

    `is_harmful` says that its name is that of a route which ends the session or changes something.
    """

    rule: str
    endpoint: str
    path: str
    is_harmful: bool


def planned(routes: Iterable[Route], seen: Iterable[str] = ()) -> tuple[PlannedRoute, ...]:
    """Return the GET routes by their rules, without static files; values are those of paths already seen."""
    paths = tuple(dict.fromkeys(seen))
    found = [
        PlannedRoute(
            rule=printable(route.rule),
            endpoint=printable(route.endpoint),
            path=_path(route, paths),
            is_harmful=_is_harmful(route),
        )
        for route in routes
        if "GET" in route.methods and route.endpoint.rpartition(".")[2] != "static"
    ]
    return tuple(sorted(found, key=lambda each: each.rule)[:MOST_ROUTES])


def _path(route: Route, seen: tuple[str, ...]) -> str:
    """Return the path of a rule without arguments, or the first one seen that has its form."""
    if not route.arguments:
        return request_target(route.rule)
    form = _form(route.rule)
    return next((path for path in seen if form.fullmatch(path)), "")


def _form(rule: str) -> re.Pattern[str]:
    """Return the form of the paths of a rule: an argument is one segment or, as a path, several."""
    parts, start = [], 0
    for argument in _ARGUMENT.finditer(rule):
        parts.append(re.escape(rule[start : argument.start()]))
        parts.append("[^?#]+" if argument[1] == "path" else r"\d+" if argument[1] == "int" else "[^/?#]+")
        start = argument.end()
    return re.compile("".join([*parts, re.escape(rule[start:])]))


def _is_harmful(route: Route) -> bool:
    text = _ARGUMENT.sub("", f"{route.rule}/{route.endpoint}").lower()
    return not _HARMFUL.isdisjoint(_WORD.findall(text))
