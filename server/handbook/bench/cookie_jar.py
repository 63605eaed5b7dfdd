"""A cookie jar by the rules that browsers follow (RFC 6265bis, section 5), on loopback and without SameSite.

Loopback counts as trustworthy, so cookies marked Secure are taken and sent there, as Chromium and Firefox do.
Time stands still but for `pass_time`, so that no experiment waits for a cookie to expire.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

NAME_AND_VALUE_LIMIT: Final = 4096
ATTRIBUTE_LIMIT: Final = 1024
LONGEST_SECONDS: Final = 400 * 24 * 3600.0

_ADDRESS: Final = re.compile(r"[\d.]+|\[.*\]")


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredCookie:
    """A cookie in the jar; `expires` is in seconds since the epoch, None until the browser is closed."""

    name: str
    value: str
    domain: str
    host_only: bool
    path: str
    expires: float | None
    attributes: dict[str, str]


class CookieJar:
    """Cookies of one browser."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], StoredCookie] = {}
        self._now = datetime.now(UTC).timestamp()

    def pass_time(self, seconds: float) -> None:
        """Let time go by."""
        self._now += seconds

    def close(self) -> None:
        """Close the browser: cookies without an expiry are gone."""
        self._kept = {key: kept for key, kept in self._kept.items() if kept.expires is not None}

    def value(self, name: str) -> str | None:
        """The value of a cookie that has not expired, or None."""
        return next((kept.value for kept in self._alive() if kept.name == name), None)

    def set(self, header: str, *, host: str, path: str) -> bool:
        """Take one Set-Cookie header of an answer from `host` and `path`; whether it was taken."""
        kept = self._read(header, host.lower(), path)
        if kept is None:
            return False
        self._kept[(kept.name, kept.domain, kept.path)] = kept
        return True

    def cookies_for(self, host: str, path: str) -> tuple[tuple[str, str], ...]:
        """What a request to `host` and `path` carries, longest paths first."""
        path = path.partition("?")[0]
        found = [
            kept for kept in self._alive() if _host_fits(kept, host.lower()) and _path_fits(kept.path, path)
        ]
        return tuple((kept.name, kept.value) for kept in sorted(found, key=lambda kept: -len(kept.path)))

    def _alive(self) -> list[StoredCookie]:
        return [kept for kept in self._kept.values() if kept.expires is None or kept.expires > self._now]

    def _read(self, header: str, host: str, path: str) -> StoredCookie | None:
        pair, *rest = header.split(";")
        name, found, value = (part.strip() for part in pair.partition("="))
        if not found:
            name, value = "", name
        if not (name or value) or len((name + value).encode()) > NAME_AND_VALUE_LIMIT:
            return None
        attributes: dict[str, str] = {}
        for part in rest:
            key, _, text = (word.strip() for word in part.partition("="))
            if len(text.encode()) <= ATTRIBUTE_LIMIT:
                attributes[key.lower()] = text
        domain = attributes.get("domain", "").lstrip(".").lower()
        if domain and not _domain_matches(host, domain):
            return None
        given = attributes.get("path", "")
        return StoredCookie(
            name=name,
            value=value,
            domain=domain or host,
            host_only=not domain,
            path=given if given.startswith("/") else _default_path(path),
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
        except ValueError:
            return None


def _host_fits(kept: StoredCookie, host: str) -> bool:
    return kept.domain == host if kept.host_only else _domain_matches(host, kept.domain)


def _domain_matches(host: str, domain: str) -> bool:
    return host == domain or (host.endswith("." + domain) and not _ADDRESS.fullmatch(host))


def _path_fits(cookie: str, path: str) -> bool:
    return path == cookie or (path.startswith(cookie) and (cookie.endswith("/") or path[len(cookie)] == "/"))


def _default_path(path: str) -> str:
    return path[: path.rindex("/")] or "/"
