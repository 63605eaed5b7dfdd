"""Listening on loopback under a host name that no other server of this machine shares.

Browsers keep cookies by host name and ignore the port, so a server at the same name and another port gets our
cookies and can replace them. A name that is random at each start is known to nobody else.
"""

import errno
import secrets
import socket
import sys
from dataclasses import dataclass
from typing import Final

SHARED_HOST: Final = "127.0.0.1"
_IPV6_HOST: Final = "::1"
# There is no IPv6 on this machine's loopback interface, so nobody can listen there either.
_NO_IPV6: Final = (errno.EAFNOSUPPORT, errno.EADDRNOTAVAIL)
_ATTEMPTS: Final = 32


class PortTakenError(Exception):
    """Another process listens on the requested port, or it may not be used."""


@dataclass(frozen=True, slots=True)
class Listening:
    """Sockets that listen on one port, and the host name by which browsers reach them."""

    host: str
    sockets: tuple[socket.socket, ...]

    @property
    def port(self) -> int:
        """The port of all sockets."""
        return int(self.sockets[0].getsockname()[1])

    def close(self) -> None:
        """Stop listening."""
        for listening in self.sockets:
            listening.close()


def bind(port: int, host: str = SHARED_HOST) -> socket.socket:
    """Return a listening loopback socket on that port, 0 for any free one; raises PortTakenError."""
    try:
        return _bind(port, host)
    except OSError as error:
        raise PortTakenError(error.strerror or str(error)) from error


def listen_at_name(port: int) -> Listening:
    """Listen on that port, 0 for any free one, under a random name below `.localhost`; raises PortTakenError.

    Browsers resolve such a name to ::1 as well as to 127.0.0.1, so both must be ours: otherwise another user
    could listen on the port of the one that we left, and would get our requests with all their secrets.
    """
    for _attempt in range(1 if port else _ATTEMPTS):
        ipv4 = bind(port)
        host = f"fumehood-{secrets.token_hex(16)}.localhost"
        try:
            ipv6 = _bind(ipv4.getsockname()[1], _IPV6_HOST)
        except OSError as error:
            if error.errno in _NO_IPV6:
                return Listening(host, (ipv4,))
            ipv4.close()
            why = error.strerror or str(error)
        else:
            return Listening(host, (ipv4, ipv6))
    raise PortTakenError(why)


def listen_at_number(port: int) -> Listening:
    """Listen on that port, 0 for any free one, at a random address of 127.0.0.0/8; raises PortTakenError.

    Where the system has no other loopback address than 127.0.0.1, as macOS, listen there.
    """
    host = f"127.{1 + secrets.randbelow(254)}.{secrets.randbelow(256)}.{1 + secrets.randbelow(254)}"
    try:
        return Listening(host, (_bind(port, host),))
    except OSError as error:
        if error.errno != errno.EADDRNOTAVAIL:
            raise PortTakenError(error.strerror or str(error)) from error
    return Listening(SHARED_HOST, (bind(port),))


def _bind(port: int, host: str) -> socket.socket:
    """Return a listening socket; raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    try:
        if family is socket.AF_INET6:
            bound.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        if sys.platform == "win32":
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # A port that an earlier run has just left may be reused; one with a listener may not.
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(256)
    except OSError:
        bound.close()
        raise
    return bound
