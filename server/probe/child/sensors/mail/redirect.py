"""Redirection of every smtplib connection to the mail catcher; without one, sending fails as an SMTP error.

TLS is only pretended: the connection to the catcher never leaves this machine, so `SMTP_SSL` and `starttls`
continue unencrypted, and the guest sees them succeed.
"""

from __future__ import annotations

import socket
from types import ModuleType
from typing import Any, Callable

from ...describe.static_access import instance_dict, is_a, text_or_none
from ...patch.patching import wrap

CATCHER_HOST = "127.0.0.1"
SECURITY = "_fumehood_security"
REQUESTED_SERVER = "_fumehood_asked"
REFUSAL = b"Fumehood's mail catcher is not running, so this mail is not sent"
TLS_READY = (220, b"2.0.0 Ready to start TLS")


def kept(client: Any) -> dict[Any, Any]:
    """Return the `__dict__` of a client, in which its facts are kept."""
    return instance_dict(client) or {}


class SmtpRedirect:
    """Redirects the connections of one smtplib module; `port` is the catcher's, None if there is none."""

    def __init__(self, module: ModuleType, port: int | None) -> None:
        self._module: Any = module
        self._port = port

    def install(self) -> None:
        """Replace the methods that access the network."""
        client = self._module.SMTP
        wrap(client, "connect", self._wrap_connect)
        wrap(client, "send", self._wrap_send)
        wrap(client, "starttls", self._make_starttls)
        lmtp = getattr(self._module, "LMTP", None)
        if lmtp is not None and "connect" in vars(lmtp):
            wrap(lmtp, "connect", lambda original: self._make_lmtp_connect(client))

    def _socket(self, timeout: Any) -> socket.socket:
        if self._port is None:
            raise self._module.SMTPConnectError(421, REFUSAL)
        if timeout is None or type(timeout) in (int, float):
            return socket.create_connection((CATCHER_HOST, self._port), timeout)
        return socket.create_connection((CATCHER_HOST, self._port))

    def _wrap_connect(self, original: Any) -> Any:
        """Wrap `SMTP.connect`: the socket of any client, also of a subclass, is one to the catcher."""

        def connect(client: Any, *args: Any, **kwargs: Any) -> Any:
            def get_socket(host: Any, port: Any, timeout: Any) -> socket.socket:
                tls_class = getattr(self._module, "SMTP_SSL", None)
                uses_tls = tls_class is not None and is_a(client, tls_class)
                kept(client)[REQUESTED_SERVER] = (text_or_none(host) or "", port if type(port) is int else 0)
                kept(client)[SECURITY] = "ssl" if uses_tls else "none"
                return self._socket(timeout)

            client._get_socket = get_socket
            try:
                return original(client, *args, **kwargs)
            finally:
                del client._get_socket

        return connect

    def _make_lmtp_connect(self, client_class: Any) -> Callable[..., Any]:
        """Return the replacement for `LMTP.connect`, which may want a socket in the file system."""

        def connect(client: Any, host: Any = "localhost", port: Any = 0, *args: Any, **kwargs: Any) -> Any:
            is_socket_path = (text_or_none(host) or "").startswith("/")
            return client_class.connect(client, "localhost" if is_socket_path else host, port)

        return connect

    def _wrap_send(self, original: Any) -> Any:
        """Wrap `SMTP.send`: nothing is written to a connection that does not lead to the catcher."""

        def send(client: Any, *args: Any, **kwargs: Any) -> Any:
            if client.sock and not self._is_catcher(client.sock):
                client.close()
                raise self._module.SMTPServerDisconnected("Fumehood lets no mail leave this machine")
            return original(client, *args, **kwargs)

        return send

    def _is_catcher(self, connection: Any) -> bool:
        try:
            address = connection.getpeername()
        except OSError:
            return True  # it is closed, which smtplib will notice
        return bool(address[:2] == (CATCHER_HOST, self._port))

    @staticmethod
    def _make_starttls(_: Any) -> Any:
        """Return the replacement for `SMTP.starttls`; like it, it discards what the server announced."""

        def starttls(client: Any, *args: Any, **kwargs: Any) -> Any:
            client.ehlo_or_helo_if_needed()
            client.helo_resp = client.ehlo_resp = None
            client.esmtp_features = {}
            client.does_esmtp = False
            kept(client)[SECURITY] = "starttls"
            return TLS_READY

        return starttls
