"""The secrets that let one browser in: launch tokens, the session cookie and the header token."""

import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import Final

TOKEN_HEADER: Final = "X-Fumehood-Token"  # noqa: S105 - the name of a header, not a secret
_TOKEN_KEY: Final = TOKEN_HEADER.upper().replace("-", "_")
_MAX_LAUNCHES: Final = 32
# A browser keeps 180 cookies of a host; ours comes before those that were set later.
_MOST_COOKIES: Final = 1024
_LONGEST_COOKIE: Final = 4096


class Keys:
    """The secrets of one running Fumehood, which browsers reach by the name `host` on one port.

    Fumehood writes none of them to disk. `clock` returns seconds and never goes back. May be used from
    several threads.
    """

    def __init__(self, host: str, port: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.port = port
        self.host = f"{host}:{port}"
        self.origin = f"http://{self.host}"
        self.cookie_name = f"fumehood-{port}"
        self._session = secrets.token_urlsafe(32)
        self._token = secrets.token_urlsafe(32)
        self._launches: dict[str, tuple[float, str]] = {}
        self._clock = clock
        self._lock = Lock()

    @property
    def token(self) -> str:
        """Return the header token, which only the page that redeems a launch token contains."""
        return self._token

    @property
    def set_cookie(self) -> str:
        """Return the Set-Cookie value of a session, which ends with the browser or with this process."""
        return f"{self.cookie_name}={self._session}; Path=/; HttpOnly; SameSite=Strict"

    def launch(self, seconds: float, *, page: str = "/") -> str:
        """Return a token that opens one session, once, within `seconds`, and leads to `page`, a path of ours.

        Only the newest 32 unused tokens are valid.
        """
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._remove_expired()
            while len(self._launches) >= _MAX_LAUNCHES:
                del self._launches[next(iter(self._launches))]
            self._launches[_digest(token)] = self._clock() + seconds, page
        return token

    def launch_url(self, token: str) -> str:
        """Return the address that redeems a launch token."""
        return f"{self.origin}/?launch={token}"

    def redeem(self, token: str) -> str | None:
        """Use up `token` and return the page to which it leads, None if it is unknown, expired or used."""
        digest = _digest(token)
        with self._lock:
            self._remove_expired()
            matching = [known for known in self._launches if hmac.compare_digest(known, digest)]
            pages = [self._launches.pop(known)[1] for known in matching]
        return pages[0] if pages else None

    def session_matches(self, cookie_header: str) -> bool:
        """Return whether a Cookie header contains our session.

        All are compared, because a server on another port of this host may have set one of the same name.
        """
        matches = [_equal(value, self._session) for value in _values(cookie_header, self.cookie_name)]
        return any(matches)

    def knows(self, headers: Mapping[str, str]) -> bool:
        """Return whether a request comes from the launched browser, by its session or by its header token.

        The names of `headers` are in capitals, with underscores. It is quick whatever they contain.
        """
        return self.session_matches(headers.get("COOKIE", "")) or self.token_matches(
            headers.get(_TOKEN_KEY, "")
        )

    def host_matches(self, value: str) -> bool:
        """Return whether `value` is the Host header of our address; the name in it is a secret too."""
        return _equal(value, self.host)

    def token_matches(self, value: str) -> bool:
        """Return whether `value` is the header token."""
        return _equal(value, self._token)

    def _remove_expired(self) -> None:
        now = self._clock()
        for digest in [digest for digest, (end, _) in self._launches.items() if end <= now]:
            del self._launches[digest]


def _equal(value: str, secret: str) -> bool:
    return hmac.compare_digest(_digest(value), _digest(secret))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _values(header: str, name: str) -> list[str]:
    """Return every value of one name in a Cookie header, of which SimpleCookie would keep the last only."""
    values: list[str] = []
    for part in header.split(";", _MOST_COOKIES):
        pair = part.strip()
        if not pair.startswith(name) or len(pair) > _LONGEST_COOKIE:
            continue
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(pair)
        except CookieError:
            continue
        values.extend(morsel.value for found, morsel in jar.items() if found == name)
    return values
