"""Where a window may navigate: a pure decision, testable without a window."""

from collections.abc import Container
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}
# Schemes that may be handed to the system's programs; any other could start an arbitrary program.
_EXTERNAL_SCHEMES: Container[str] = ("http", "https", "mailto")
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


def is_loopback(host: str) -> bool:
    """Return whether browsers reach this machine itself by a host name or address."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        address = ip_address(name)
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return any(each.is_loopback or each.is_unspecified for each in (address, mapped) if each is not None)


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
            if self.foreign_frames or is_loopback(target[1])
            else NavigationDecision.REFUSE
        )

    @staticmethod
    def _external(url: str, target: Origin | None) -> bool:
        if target is not None:
            # A guest must not send the system's browser to another server on this machine.
            return not is_loopback(target[1])
        return url.partition(":")[0].lower() in _EXTERNAL_SCHEMES and url.lower().startswith("mailto:")
