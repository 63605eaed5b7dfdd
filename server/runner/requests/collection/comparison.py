"""Compares saved requests with the routes of an app: which are new, gone or changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from server.model.guest import Route
from server.runner.requests.collection.folder import CollectedFile
from server.runner.requests.collection.http_file import BrokenFile, SavedRequest

_ARGUMENT: Final = re.compile(r"<(?:([A-Za-z_]\w*)(?:\([^<>]*\))?:)?([^<>:]+)>")
_ADDED_BY_FLASK: Final = frozenset({"HEAD", "OPTIONS"})


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedRequest:
    """A saved request whose route is another one now; `rule` is that of today, `methods` what it takes."""

    name: str
    method: str
    former: str
    rule: str
    methods: tuple[str, ...]


@dataclass(kw_only=True, slots=True)
class CollectionCheck:
    """What differs between saved requests and routes.

    `new` are the routes without a request by method and rule, `gone` the requests without a route, `broken`
    the files that cannot be read.
    """

    new: list[tuple[str, Route]] = field(default_factory=list)
    gone: list[tuple[str, SavedRequest]] = field(default_factory=list)
    changed: list[ChangedRequest] = field(default_factory=list)
    broken: list[tuple[str, BrokenFile]] = field(default_factory=list)

    @property
    def differs(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.new or self.gone or self.changed or self.broken)


def compare(files: Iterable[CollectedFile], routes: tuple[Route, ...]) -> CollectionCheck:
    """Return what is different; routes of static files need no request."""
    check = CollectionCheck()
    covered: set[tuple[str, str]] = set()
    by_rule: dict[str, list[Route]] = {}
    for route in routes:
        by_rule.setdefault(route.rule, []).append(route)
    for file in files:
        if isinstance(file.content, BrokenFile):
            check.broken.append((file.name, file.content))
            continue
        saved = file.content
        same = by_rule.get(saved.rule, [])
        matching = same or [route for route in routes if _matches(route.rule, saved.target)]
        taking = [route for route in matching if saved.method in route.methods]
        covered |= {(saved.method, route.rule) for route in taking}
        if not matching:
            check.gone.append((file.name, saved))
        elif not taking or (saved.rule and not same):
            route = (taking or matching)[0]
            methods = tuple(dict.fromkeys(method for each in matching for method in choosable(each)))
            check.changed.append(
                ChangedRequest(
                    name=file.name, method=saved.method, former=saved.rule, rule=route.rule, methods=methods
                )
            )
    check.new = [
        (method, route)
        for route in sorted(routes, key=lambda each: each.rule)
        if route.endpoint.rpartition(".")[2] != "static"
        for method in choosable(route)
        if (method, route.rule) not in covered
    ]
    return check


def rule_of(method: str, target: str, routes: tuple[Route, ...]) -> str:
    """Return the rule that a request to a path is for; empty if there is none."""
    found = (route.rule for route in routes if method in route.methods and _matches(route.rule, target))
    return next(found, "")


def choosable(route: Route) -> tuple[str, ...]:
    """Return the methods of a route without those that Flask adds, where there are others."""
    return tuple(sorted(set(route.methods) - _ADDED_BY_FLASK)) or route.methods


def request_of(method: str, route: Route) -> SavedRequest:
    """Return the request with which to try a route: each argument is a variable of its name."""
    target = _ARGUMENT.sub(lambda part: f"{{{{{part[2].strip()}}}}}", route.rule)
    return SavedRequest(method=method, target=target, title=route.summary or route.endpoint, rule=route.rule)


def name_of(method: str, route: Route) -> str:
    """Return the name of the file for the request to a route: blueprint, endpoint and method."""
    return f"{route.endpoint.replace('.', '/')} {method}"


def _matches(rule: str, target: str) -> bool:
    """Return whether a path fits a rule, in one pass: both may be a stranger's."""
    path = target.partition("?")[0].partition("#")[0]
    has_path, segments = _segments(rule)
    texts = [path] if has_path else path.split("/")
    return len(texts) == len(segments) and all(map(_fits, segments, texts))


@lru_cache(maxsize=4096)
def _segments(rule: str) -> tuple[bool, tuple[tuple[str, ...], ...]]:
    """Return whether an argument of a rule may have slashes, and the fixed texts of each segment of it."""
    has_path = any(argument[1] == "path" for argument in _ARGUMENT.finditer(rule))
    marked = _ARGUMENT.sub("\0", rule)
    return has_path, tuple(tuple(part.split("\0")) for part in ([marked] if has_path else marked.split("/")))


def _fits(fixed: tuple[str, ...], text: str) -> bool:
    """Return whether a text has the fixed parts in their order, with something between each two of them."""
    first, *middle = fixed
    if not middle:
        return text == first
    if not text.startswith(first):
        return False
    at = len(first)
    for part in middle[:-1]:
        at = text.find(part, at + 1)
        if at < 0:
            return False
        at += len(part)
    return text.endswith(middle[-1]) and at < len(text) - len(middle[-1])
