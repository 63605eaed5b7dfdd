"""The values that the user has marked as secret, removed wherever they appear in what any guest reports."""

import threading
from collections.abc import Iterable
from typing import Final

from server.runner.redaction.values import SecretFinder

# A shorter value would be found in everything.
LEAST_LENGTH: Final = 4


class KnownSecrets:
    """The secret values by their owner; every method may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: dict[str, frozenset[str]] = {}
        self._finder: SecretFinder | None = None

    @property
    def finder(self) -> SecretFinder | None:
        """What finds them in a text; None if there are none."""
        return self._finder

    def keep(self, owner: str, values: Iterable[str]) -> None:
        """Remember the values of one owner in the place of those before; ignore those that are too short.

        A value that was secret once stays so until Fumehood ends: a guest may still print it.
        """
        wanted = frozenset(value for value in values if len(value) >= LEAST_LENGTH)
        with self._lock:
            self._values[owner] = self._values.get(owner, frozenset()) | wanted
            everything = frozenset[str]().union(*self._values.values())
            self._finder = SecretFinder(everything) if everything else None

    def redact(self, text: str) -> str:
        """Return a text without them."""
        finder = self._finder
        return finder.redact(text) if finder is not None else text

    def mask(self, data: bytes) -> bytes:
        """Return a body in which they are replaced by as many asterisks."""
        finder = self._finder
        if finder is None:
            return data
        text = data.decode("utf-8", "surrogateescape")
        return finder.redact(text, lambda found: "*" * len(found.encode())).encode("utf-8", "surrogateescape")


KNOWN_SECRETS: Final = KnownSecrets()
