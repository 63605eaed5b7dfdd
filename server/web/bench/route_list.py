"""The routes of a guest as a bench without a chosen exchange lists them."""

from dataclasses import dataclass
from typing import Final

from server.lenses.kit.formatting import place
from server.model.guest import Route
from server.model.printable import printable

_OF_ALL: Final = frozenset({"HEAD", "OPTIONS"})
"""Methods that Flask adds to routes by itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedRoute:
    """One rule of a guest; `sendable` if a GET request needs nothing but its path."""

    methods: tuple[str, ...]
    rule: str
    endpoint: str
    summary: str
    place: str
    sendable: bool
    static: bool

    @property
    def method(self) -> str:
        """Return the method to send: GET where the rule takes it."""
        return "GET" if "GET" in self.methods else self.methods[0]


def listed(routes: tuple[Route, ...]) -> tuple[ListedRoute, ...]:
    """Return the routes by their paths, those of static files last."""
    return tuple(sorted(map(_listed, routes), key=lambda route: (route.static, route.rule, route.methods)))


def choosable(route: Route) -> tuple[str, ...]:
    """Return the methods that somebody chooses: not those that Flask adds, where there are others."""
    return tuple(sorted(set(route.methods) - _OF_ALL)) or route.methods or ("GET",)


def is_static(route: Route) -> bool:
    """Return whether a rule serves static files: those of the app, or of a blueprint."""
    return route.endpoint.rpartition(".")[2] == "static"


def _listed(route: Route) -> ListedRoute:
    methods = choosable(route)
    return ListedRoute(
        methods=methods,
        rule=printable(route.rule),
        endpoint=printable(route.endpoint),
        summary=printable(route.summary),
        place="" if route.file is None else place(printable(route.file), route.line),
        sendable="GET" in methods and not route.arguments and printable(route.rule) == route.rule,
        static=is_static(route),
    )
