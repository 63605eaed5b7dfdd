"""A cookie jar by the rules that browsers follow (RFC 6265bis, section 5), on loopback and without SameSite.

Loopback counts as trustworthy, so cookies marked Secure are stored and sent, as in Chromium and Firefox. The
clock of a jar moves only by `pass_time`, so that no experiment has to wait for a cookie to expire.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

NAME_AND_VALUE_LIMIT: Final = 4096
ATTRIBUTE_LIMIT: Final = 1024
LONGEST_SECONDS: Final = 400 * 24 * 3600.0

_IP_ADDRESS: Final = re.compile(r"[\d.]+|\[.*\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCookie:
    """A cookie in the jar; `expires` is in seconds since the epoch, None for a session cookie."""

    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    expires: float | None
    attributes: dict[str, str]


class CookieJar:
    """The cookies of one browser."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str, str], StoredCookie] = {}
        self._now = datetime.now(UTC).timestamp()

    def cookies(self) -> tuple[StoredCookie, ...]:
        """Return the cookies that have not expired, the oldest first."""
        return tuple(self._unexpired())

    def put(self, cookie: StoredCookie) -> None:
        """Store a cookie that another jar has accepted."""
        self._cookies[(cookie.name, cookie.domain, cookie.path)] = cookie

    def pass_time(self, seconds: float) -> None:
        """Move the jar's clock forward."""
        self._now += seconds

    def close(self) -> None:
        """Close the browser: remove the session cookies."""
        self._cookies = {key: each for key, each in self._cookies.items() if each.expires is not None}

    def value(self, name: str) -> str | None:
        """Return the value of a cookie that has not expired, or None."""
        return next((each.value for each in self._unexpired() if each.name == name), None)

    def set(self, header: str, *, host: str, path: str) -> bool:
        """Store the cookie of a Set-Cookie header from `host` and `path`; return whether it was accepted."""
        cookie = self._parse(header, host.lower(), path)
        if cookie is None:
            return False
        self._cookies[(cookie.name, cookie.domain, cookie.path)] = cookie
        return True

    def cookies_for(self, host: str, path: str) -> tuple[tuple[str, str], ...]:
        """Return the cookies for a request to `host` and `path` as (name, value), longest paths first."""
        path = path.partition("?")[0]
        cookies = [
            each
            for each in self._unexpired()
            if _host_matches(each, host.lower()) and _path_matches(each.path, path)
        ]
        return tuple((each.name, each.value) for each in sorted(cookies, key=lambda each: -len(each.path)))

    def _unexpired(self) -> list[StoredCookie]:
        return [each for each in self._cookies.values() if each.expires is None or each.expires > self._now]

    def _parse(self, header: str, host: str, path: str) -> StoredCookie | None:
        pair, *rest = header.split(";")
        name, equals, value = (part.strip() for part in pair.partition("="))
        if not equals:
            name, value = "", name
        if not (name or value) or len((name + value).encode("utf-8", "surrogatepass")) > NAME_AND_VALUE_LIMIT:
            return None
        attributes: dict[str, str] = {}
        for part in rest:
            key, _, text = (word.strip() for word in part.partition("="))
            if len(text.encode("utf-8", "surrogatepass")) <= ATTRIBUTE_LIMIT:
                attributes[key.lower()] = text
        domain = attributes.get("domain", "").lstrip(".").lower()
        if domain and not _domain_matches(host, domain):
            return None
        cookie_path = attributes.get("path", "")
        return StoredCookie(
            name=name,
            value=value,
            domain=domain or host,
            host_only=not domain,
            path=cookie_path if cookie_path.startswith("/") else _default_path(path),
            expires=self._expiry(attributes),
            attributes=attributes,
        )

    def _expiry(self, attributes: dict[str, str]) -> float | None:
        if re.fullmatch(r"-?\d+", attributes.get("max-age", "")):
            seconds = min(float(attributes["max-age"]), LONGEST_SECONDS)
            return self._now + seconds if seconds > 0 else 0.0
        if "expires" not in attributes:
            return None
        try:
            return min(parsedate_to_datetime(attributes["expires"]).timestamp(), self._now + LONGEST_SECONDS)
        except (ValueError, OverflowError):
            return None


def _host_matches(cookie: StoredCookie, host: str) -> bool:
    return cookie.domain == host if cookie.host_only else _domain_matches(host, cookie.domain)


def _domain_matches(host: str, domain: str) -> bool:
    return host == domain or (host.endswith("." + domain) and not _IP_ADDRESS.fullmatch(host))


def _path_matches(cookie_path: str, path: str) -> bool:
    return path == cookie_path or (
        path.startswith(cookie_path) and (cookie_path.endswith("/") or path[len(cookie_path)] == "/")
    )


def _default_path(path: str) -> str:
    return (path.rpartition("/")[0] or "/") if path.startswith("/") else "/"
