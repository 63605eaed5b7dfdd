"""A jar that keeps cookies between requests to one app as a browser keeps them (RFC 6265).

A cookie with Secure is kept on the names of this machine, as in browsers, although it is served without TLS.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Final

from server.model.exchange import Headers

# The longest name and value together that browsers keep.
LONGEST: Final = 4096
_LOCAL_NAMES: Final = ("localhost", "127.0.0.1", "::1")
_SECURE_PREFIXES: Final = ("__secure-", "__host-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Cookie:
    """One cookie; `expires` is in seconds since the epoch, None at the end of the session."""

    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    expires: float | None


class CookieJar:
    """The cookies of one visitor; `now` gives the seconds since the epoch."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._cookies: dict[tuple[str, str, str], Cookie] = {}

    def store(self, host: str, path: str, headers: Headers) -> None:
        """Keep the cookies that a response to a request for `path` on `host` sets, and drop those it ends."""
        for name, line in headers:
            cookie = _parse(line, host, path, self._now()) if name.lower() == "set-cookie" else None
            if cookie is None:
                continue
            key = (cookie.domain, cookie.path, cookie.name)
            # A cookie that is set again keeps its place in the order of creation.
            self._cookies[key] = cookie
            if cookie.expires is not None and cookie.expires <= self._now():
                del self._cookies[key]

    def header(self, host: str, path: str) -> str:
        """Return the value of the Cookie header for a request, longer paths first; "" if there is none."""
        now = self._now()
        sent = [
            cookie
            for cookie in self._cookies.values()
            if (cookie.expires is None or cookie.expires > now)
            and (host == cookie.domain or (not cookie.host_only and _is_below(host, cookie.domain)))
            and _path_matches(path.partition("?")[0], cookie.path)
        ]
        sent.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}" if cookie.name else cookie.value for cookie in sent)


def _parse(line: str, host: str, path: str, now: float) -> Cookie | None:
    """Return the cookie of a Set-Cookie header; None for one that browsers do not keep."""
    pair, *rest = line.split(";")
    name, equals, value = pair.partition("=")
    name, value = (name.strip(), value.strip()) if equals else ("", pair.strip())
    attributes = {
        key.strip().lower(): text.strip() for key, _, text in (attribute.partition("=") for attribute in rest)
    }
    domain = attributes.get("domain", "").lstrip(".").lower()
    cookie_path = attributes.get("path", "")
    if not cookie_path.startswith("/"):
        cookie_path = _default_path(path)
    if not (name or value) or len(name) + len(value) > LONGEST:
        return None
    if domain and domain != host and not _is_below(host, domain):
        return None
    is_secure = "secure" in attributes
    if (is_secure and not is_local(host)) or (name.lower().startswith(_SECURE_PREFIXES) and not is_secure):
        return None
    if name.lower().startswith("__host-") and (domain or attributes.get("path") != "/"):
        return None
    return Cookie(
        name=name,
        value=value,
        domain=domain or host,
        host_only=not domain,
        path=cookie_path,
        expires=_expires(attributes, now),
    )


def _expires(attributes: dict[str, str], now: float) -> float | None:
    """Return when a cookie ends; Max-Age has precedence over Expires."""
    age = attributes.get("max-age", "")
    if age.removeprefix("-").isascii() and age.removeprefix("-").isdigit():
        return now + int(age) if not age.startswith("-") else 0.0
    try:
        return parsedate_to_datetime(attributes["expires"]).timestamp()
    except (KeyError, ValueError, TypeError, OverflowError):
        return None


def is_local(host: str) -> bool:
    """Return whether browsers trust this name without TLS, because it is on this machine."""
    return host in _LOCAL_NAMES or host.endswith(".localhost")


def _is_below(host: str, domain: str) -> bool:
    # A name without a dot has no subdomains that browsers let share a cookie; localhost has.
    return host.endswith(f".{domain}") and ("." in domain or domain == "localhost")


def _default_path(path: str) -> str:
    folder = path.partition("?")[0].rpartition("/")[0]
    return folder or "/"


def _path_matches(path: str, cookie_path: str) -> bool:
    return path == cookie_path or (
        path.startswith(cookie_path) and (cookie_path.endswith("/") or path[len(cookie_path)] == "/")
    )
