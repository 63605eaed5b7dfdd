"""The visitors as whom the composer sends: each has cookies of its own, which are kept with the project.

Cookies come from the app, which is not trusted: the numbers of cookies and of visitors are bounded.
"""

import hashlib
import threading
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final

from flask_babel import gettext as _

from server.model.exchange import Response
from server.model.guest import Target
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.cookie_jar import CookieJar, StoredCookie
from server.web.base.context import settings

DEFAULT: Final = "visitor"
NOBODY: Final = ""
"""The visitor without cookies, of whom none are kept."""
MOST_IDENTITIES: Final = 20
MOST_COOKIES: Final = 100
LONGEST_NAME: Final = 40
HOST: Final = "localhost"
"""The name under which the composer and browsers reach guests."""

_lock = threading.Lock()


def names(target: Target) -> tuple[str, ...]:
    """Return the names of the visitors of a project, the default one first."""
    return tuple(dict.fromkeys((DEFAULT, *_stored(target))))


def cookies(target: Target, name: str) -> tuple[StoredCookie, ...]:
    """Return the cookies of a visitor that have not expired."""
    return _jar(_stored(target), name).cookies()


def add(target: Target, name: str) -> str | Problem:
    """Add a visitor without cookies; return its name, or why there cannot be one of that name."""
    name = " ".join(name.split())[:LONGEST_NAME]
    with _lock:
        stored = _stored(target)
        taken = {DEFAULT, "nobody", _("Visitor").casefold(), _("Nobody").casefold()}
        problem = None
        if not name:
            problem = _no_name()
        elif name.casefold() in taken | {each.casefold() for each in stored}:
            problem = _taken(name)
        elif len(stored) >= MOST_IDENTITIES:
            problem = _too_many()
        if problem is not None:
            return problem
        _save(target, {**stored, name: []})
    return name


def clear(target: Target, name: str) -> None:
    """Forget the cookies of a visitor."""
    with _lock:
        _save(target, {**_stored(target), name: []})


def remove(target: Target, name: str) -> None:
    """Forget a visitor with all its cookies."""
    with _lock:
        _save(target, {key: value for key, value in _stored(target).items() if key != name})


def with_cookies(outgoing: OutgoingRequest, target: Target, name: str) -> OutgoingRequest:
    """Return a request with the cookies of a visitor; those that it has already stay as they are."""
    if name == NOBODY:
        return outgoing
    present = next((pair for pair in outgoing.headers if pair[0].lower() == "cookie"), None)
    given = present[1] if present is not None else ""
    taken = {part.partition("=")[0].strip() for part in given.split(";")}
    jar = _jar(_stored(target), name)
    added = [f"{key}={value}" for key, value in jar.cookies_for(HOST, outgoing.path) if key not in taken]
    if not added:
        return outgoing
    header = ("Cookie", "; ".join([given, *added] if given else added))
    others = tuple(pair for pair in outgoing.headers if not given or pair != present)
    return replace(outgoing, headers=(*others, header))


def without_credentials(outgoing: OutgoingRequest) -> OutgoingRequest:
    """Return a request as a stranger would send it: without cookies and without Authorization."""
    return _without(outgoing, "cookie", "authorization")


def without_cookies(outgoing: OutgoingRequest) -> OutgoingRequest:
    """Return a request without cookies, to which those of a visitor are added."""
    return _without(outgoing, "cookie")


def keep_cookies(target: Target, name: str, outgoing: OutgoingRequest, response: Response) -> None:
    """Store the cookies that a response sets; a visitor that was removed meanwhile gets none."""
    headers = [value for key, value in response.headers if key.lower() == "set-cookie"]
    if name == NOBODY or not headers:
        return
    with _lock:
        stored = _stored(target)
        if name != DEFAULT and name not in stored:
            return
        jar = _jar(stored, name)
        for header in headers:
            jar.set(header, host=HOST, path=outgoing.path.partition("?")[0])
        kept = [asdict(cookie) for cookie in jar.cookies()[-MOST_COOKIES:]]
        _save(target, {**stored, name: kept})


def _no_name() -> Problem:
    return Problem(
        code=ProblemCode.BAD_NAME,
        cause=_("The new visitor has no name."),
        remedy=_("Enter one, such as Ada."),
    )


def _taken(name: str) -> Problem:
    return Problem(
        code=ProblemCode.TAKEN,
        cause=_("There is a visitor called %(name)s already.", name=name),
        remedy=_("Choose it under “Send as”, or enter another name."),
    )


def _too_many() -> Problem:
    return Problem(
        code=ProblemCode.OUT_OF_BOUNDS,
        cause=_("There are %(most)s visitors already, which is the most.", most=MOST_IDENTITIES),
        remedy=_("Remove one that you no longer need."),
    )


def _without(outgoing: OutgoingRequest, *names: str) -> OutgoingRequest:
    kept = tuple(pair for pair in outgoing.headers if pair[0].lower() not in names)
    return replace(outgoing, headers=kept)


def _jar(stored: Mapping[str, list[Any]], name: str) -> CookieJar:
    jar = CookieJar()
    for fields in stored.get(name, []):
        try:
            jar.put(StoredCookie(**fields))
        except TypeError:
            continue  # a store that was edited by hand
    return jar


def _stored(target: Target) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = settings().get(_key(target), {}, _is_readable)
    return found


def _save(target: Target, identities: Mapping[str, list[Any]]) -> None:
    settings().set(_key(target), dict(identities))


def _key(target: Target) -> str:
    project = f"{target.root}\0{target.app}".encode("utf-8", "surrogatepass")
    return f"identities:{hashlib.sha256(project).hexdigest()[:32]}"


def _is_readable(value: object) -> bool:
    """Return whether a stored value has the names of visitors, each with a list of cookies."""
    return isinstance(value, dict) and all(
        isinstance(kept, list) and all(map(_is_cookie, kept)) for kept in value.values()
    )


def _is_cookie(fields: object) -> bool:
    if not isinstance(fields, dict):
        return False
    texts = (fields.get(name) for name in ("name", "value", "domain", "path"))
    expires = fields.get("expires")
    return (
        all(isinstance(text, str) for text in texts)
        and (expires is None or isinstance(expires, int | float))
        and isinstance(fields.get("attributes"), dict)
        and isinstance(fields.get("host_only"), bool)
    )
