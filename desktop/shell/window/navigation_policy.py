"""Where a window may navigate: a pure decision, testable without a window."""

from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
# Schemes that may be handed to the system's programs; any other could start an arbitrary program.
_EXTERNAL_SCHEMES: Container[str] = ("http", "https", "mailto")
_LOOPBACK: Container[str] = ("127.0.0.1", "localhost", "::1")
# Documents without an address, which frames of a page may show.
_INLINE: Container[str] = ("about:blank", "about:srcdoc")

Origin = tuple[str, str, int]


class NavigationDecision(Enum):
    """What to do with a navigation."""

    STAY = auto()
    OUTSIDE = auto()
    REFUSE = auto()


def origin(url: str) -> Origin | None:
    """Return scheme, host and port of an http(s) address; None for any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname:
        return None
    return parts.scheme, parts.hostname, port or _PORTS[parts.scheme]


@dataclass(frozen=True, slots=True)
class Policy:
    """What one window may show: the pages of the origin `home`, and in frames what `decide` allows."""

    home: Origin | None
    # A guest's page may frame any origin; our pages frame guests and nothing else.
    foreign_frames: bool = False

    def decide(self, url: str, *, main_frame: bool, clicked: bool) -> NavigationDecision:
        """Decide on a navigation to `url`; `clicked` says that the user followed a link."""
        target = origin(url)
        if target is not None and target == self.home:
            return NavigationDecision.STAY
        if not main_frame:
            return self._decide_frame(url, target)
        if clicked and self._external(url, target):
            return NavigationDecision.OUTSIDE
        return NavigationDecision.REFUSE

    def _decide_frame(self, url: str, target: Origin | None) -> NavigationDecision:
        if url in _INLINE:
            return NavigationDecision.STAY
        if target is None:
            return NavigationDecision.REFUSE
        return (
            NavigationDecision.STAY
            if self.foreign_frames or target[1] in _LOOPBACK
            else NavigationDecision.REFUSE
        )

    @staticmethod
    def _external(url: str, target: Origin | None) -> bool:
        if target is not None:
            # A guest must not send the system's browser to another server on this machine.
            return target[1] not in _LOOPBACK
        return url.partition(":")[0].lower() in _EXTERNAL_SCHEMES and url.lower().startswith("mailto:")
