"""Where a window may go: a pure decision, so that each case can be tested without a window."""

from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
# What the system's browser and mail program may be given; anything else could start any program.
_OUTWARD: Container[str] = ("http", "https", "mailto")
_LOOPBACK: Container[str] = ("127.0.0.1", "localhost", "::1")
# Documents without an address of their own, which the frames of a page may hold.
_INLINE: Container[str] = ("about:blank", "about:srcdoc")

Origin = tuple[str, str, int]


class Decision(Enum):
    """What to do with a navigation."""

    STAY = auto()
    OUTSIDE = auto()
    REFUSE = auto()


def origin(url: str) -> Origin | None:
    """Scheme, host and port of an http(s) address, or None where it is not one."""
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
    """What one window may show: the pages of `home`, and in their frames what `decide` says."""

    home: Origin | None
    # A guest's own page may frame whatever it likes; ours frames guests and nothing else.
    foreign_frames: bool = False

    def decide(self, url: str, *, main_frame: bool, clicked: bool) -> Decision:
        """What happens to a navigation to `url`; `clicked` says that a person followed a link."""
        target = origin(url)
        if target is not None and target == self.home:
            return Decision.STAY
        if not main_frame:
            return self._decide_frame(url, target)
        if clicked and self._outward(url, target):
            return Decision.OUTSIDE
        return Decision.REFUSE

    def _decide_frame(self, url: str, target: Origin | None) -> Decision:
        if url in _INLINE:
            return Decision.STAY
        if target is None:
            return Decision.REFUSE
        return Decision.STAY if self.foreign_frames or target[1] in _LOOPBACK else Decision.REFUSE

    @staticmethod
    def _outward(url: str, target: Origin | None) -> bool:
        if target is not None:
            # Another program of this machine is not the web: a guest must not send a browser to it.
            return target[1] not in _LOOPBACK
        return url.partition(":")[0].lower() in _OUTWARD and url.lower().startswith("mailto:")
