"""Turns every connection of smtplib to the catcher; where there is none, sending fails as an SMTP error.

TLS is answered for: the way to the catcher never leaves this machine, so `SMTP_SSL` and `starttls` go on in
the clear, and the guest sees them succeed.
"""

from __future__ import annotations

import socket
from types import ModuleType
from typing import Any, Callable

from ...patch.patching import wrap

CATCHER = "127.0.0.1"
SECURITY = "_fumehood_security"
ASKED = "_fumehood_asked"
REFUSAL = b"Fumehood's mail catcher is not running, so this mail is not sent"
STARTED = (220, b"2.0.0 Ready to start TLS")


class SmtpRedirect:
    """What happens to the connections of one smtplib; `port` is the catcher's, None where there is none."""

    def __init__(self, module: ModuleType, port: int | None) -> None:
        self._module: Any = module
        self._port = port

    def install(self) -> None:
        """Stand around the methods that reach the network."""
        client = self._module.SMTP
        wrap(client, "connect", self._connecting)
        wrap(client, "send", self._sending)
        wrap(client, "starttls", self._starting_tls)
        lmtp = getattr(self._module, "LMTP", None)
        if lmtp is not None and "connect" in vars(lmtp):
            wrap(lmtp, "connect", lambda original: self._connecting_locally(client))

    def _socket(self, timeout: Any) -> socket.socket:
        if self._port is None:
            raise self._module.SMTPConnectError(421, REFUSAL)
        if timeout is None or type(timeout) in (int, float):
            return socket.create_connection((CATCHER, self._port), timeout)
        return socket.create_connection((CATCHER, self._port))

    def _connecting(self, original: Any) -> Any:
        """Around `SMTP.connect`: whoever made the class, its connection is ours."""

        def connect(client: Any, *args: Any, **kwargs: Any) -> Any:
            def get_socket(host: Any, port: Any, timeout: Any) -> socket.socket:
                implicit = isinstance(client, getattr(self._module, "SMTP_SSL", ()))
                setattr(client, ASKED, (str(host), port if type(port) is int else 0))
                setattr(client, SECURITY, "ssl" if implicit else "none")
                return self._socket(timeout)

            client._get_socket = get_socket
            try:
                return original(client, *args, **kwargs)
            finally:
                del client._get_socket

        return connect

    def _connecting_locally(self, client_class: Any) -> Callable[..., Any]:
        """In place of `LMTP.connect`, which may want a socket in the file system."""

        def connect(client: Any, host: Any = "localhost", port: Any = 0, *args: Any, **kwargs: Any) -> Any:
            local = isinstance(host, str) and host.startswith("/")
            return client_class.connect(client, "localhost" if local else host, port)

        return connect

    def _sending(self, original: Any) -> Any:
        """Around `SMTP.send`: nothing is written to a connection that is not the catcher's."""

        def send(client: Any, *args: Any, **kwargs: Any) -> Any:
            if client.sock and not self._is_ours(client.sock):
                client.close()
                raise self._module.SMTPServerDisconnected("Fumehood lets no mail leave this machine")
            return original(client, *args, **kwargs)

        return send

    def _is_ours(self, connection: Any) -> bool:
        try:
            address = connection.getpeername()
        except OSError:
            return True  # it is closed, and smtplib will say so
        return bool(address[:2] == (CATCHER, self._port))

    @staticmethod
    def _starting_tls(_: Any) -> Any:
        """In place of `SMTP.starttls`: as after a handshake, what was known of the server is forgotten."""

        def starttls(client: Any, *args: Any, **kwargs: Any) -> Any:
            client.ehlo_or_helo_if_needed()
            client.helo_resp = client.ehlo_resp = None
            client.esmtp_features = {}
            client.does_esmtp = False
            setattr(client, SECURITY, "starttls")
            return STARTED

        return starttls
