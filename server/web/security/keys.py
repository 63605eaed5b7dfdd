"""The secrets by which one browser is let in: launch tokens, the session cookie and the header token."""

import hmac
import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from threading import Lock
from typing import Final

TOKEN_HEADER: Final = "X-Fumehood-Token"  # noqa: S105 - the name of a header, not a secret
_MOST_LAUNCHES: Final = 32


class Keys:
    """The secrets of one running Fumehood at one port; nothing of them is ever written down.

    `clock` gives seconds that never go back.
    """

    def __init__(self, port: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self.port = port
        self.host = f"127.0.0.1:{port}"
        self.origin = f"http://{self.host}"
        self.cookie_name = f"fumehood-{port}"
        self._session = secrets.token_urlsafe(32)
        self._token = secrets.token_urlsafe(32)
        self._launches: dict[str, tuple[float, str]] = {}
        self._clock = clock
        self._lock = Lock()

    @property
    def token(self) -> str:
        """The header token, which only a page of ours can read."""
        return self._token

    @property
    def set_cookie(self) -> str:
        """The Set-Cookie value that begins a session: it lives as long as the browser, or as we do."""
        return f"{self.cookie_name}={self._session}; Path=/; HttpOnly; SameSite=Strict"

    def launch(self, seconds: float, *, page: str = "/") -> str:
        """A token that opens one session, once, within `seconds`, and leads to `page`, a path of ours.

        Beyond 32 unused ones the oldest ends.
        """
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._forget_expired()
            while len(self._launches) >= _MOST_LAUNCHES:
                del self._launches[next(iter(self._launches))]
            self._launches[_digest(token)] = self._clock() + seconds, page
        return token

    def launch_url(self, token: str) -> str:
        """The address that redeems a launch token."""
        return f"{self.origin}/?launch={token}"

    def redeem(self, token: str) -> str | None:
        """The page to which `token` leads if it opens a session now, else None; it never does again."""
        digest = _digest(token)
        with self._lock:
            self._forget_expired()
            found = [known for known in self._launches if hmac.compare_digest(known, digest)]
            pages = [self._launches.pop(known)[1] for known in found]
        return pages[0] if pages else None

    def session_matches(self, cookie_header: str) -> bool:
        """Whether one of the cookies sent is our session.

        Any of them, because another port of this host may have set one of the same name.
        """
        matches = [
            _same(value, self._session) for name, value in _cookies(cookie_header) if name == self.cookie_name
        ]
        return any(matches)

    def token_matches(self, value: str) -> bool:
        """Whether `value` is the header token."""
        return _same(value, self._token)

    def _forget_expired(self) -> None:
        now = self._clock()
        for digest in [digest for digest, (end, _) in self._launches.items() if end <= now]:
            del self._launches[digest]


def _same(given: str, known: str) -> bool:
    return hmac.compare_digest(_digest(given), _digest(known))


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogateescape")).hexdigest()


def _cookies(header: str) -> list[tuple[str, str]]:
    """Every pair of a Cookie header in order, the repeated ones too, which SimpleCookie alone would merge."""
    pairs: list[tuple[str, str]] = []
    for part in header.split(";"):
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load(part.strip())
        except CookieError:
            continue
        pairs.extend((name, morsel.value) for name, morsel in jar.items())
    return pairs
