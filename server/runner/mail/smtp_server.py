"""The SMTP server that catches mail: aiosmtpd on an event loop in a thread."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from typing import Any, Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

log = logging.getLogger(__name__)

MESSAGE_BYTES: Final = 10 << 20
RECIPIENT_LIMIT: Final = 100
ADDRESS_CHARACTERS: Final = 320
CONNECTION_LIMIT: Final = 32
IDLE_SECONDS: Final = 60.0

KeepMessage = Callable[[str, tuple[str, ...], bytes], str]
"""Keeps a message from this sender to these recipients, and returns its id."""


class SmtpServer:
    """Serves connections that it is given; accepts every message and every login."""

    def __init__(self) -> None:
        # aiosmtpd logs every command that it reads, including passwords.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.BaseTransport] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail-smtp-server", daemon=True)
        self._thread.start()

    def serve(self, connection: socket.socket, keep: KeepMessage) -> None:
        """Take over a connection; return at once."""
        asyncio.run_coroutine_threadsafe(self._serve(connection, keep), self._loop)

    def close(self, seconds: float) -> None:
        """Close every connection, then end the thread."""
        asyncio.run_coroutine_threadsafe(self._close_connections(), self._loop)
        self._thread.join(seconds)
        if not self._thread.is_alive():
            self._loop.close()

    async def _serve(self, connection: socket.socket, keep: KeepMessage) -> None:
        self._open = {transport for transport in self._open if not transport.is_closing()}
        if len(self._open) >= CONNECTION_LIMIT:
            connection.close()
            return
        transport, _ = await self._loop.connect_accepted_socket(lambda: self._server(keep), connection)
        self._open.add(transport)

    def _server(self, keep: KeepMessage) -> SMTP:
        return SMTP(
            SmtpHandler(keep),
            data_size_limit=MESSAGE_BYTES,
            enable_SMTPUTF8=True,
            hostname="fumehood.localhost",  # looking up the machine's name may take seconds
            ident="Fumehood catches mail",
            timeout=IDLE_SECONDS,
            auth_require_tls=False,
            authenticator=accept_any_login,
            loop=self._loop,
        )

    async def _close_connections(self) -> None:
        for transport in self._open:
            transport.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._loop.stop()


def accept_any_login(*_: Any) -> AuthResult:
    """Accept any name and password, and keep neither."""
    return AuthResult(success=True)


class SmtpHandler:
    """The hooks that aiosmtpd calls during a connection."""

    def __init__(self, keep: KeepMessage) -> None:
        self._keep = keep

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer STARTTLS too, for apps that require it; the probe answers it."""
        session.host_name = hostname
        return [*responses[:-1], "250-STARTTLS", responses[-1]]

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept any recipient, up to RECIPIENT_LIMIT of them."""
        if len(envelope.rcpt_tos) >= RECIPIENT_LIMIT:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message, and answer with its id, or with 451 if it could not be kept."""
        content = envelope.original_content or b""
        sender = (envelope.mail_from or "")[:ADDRESS_CHARACTERS]
        recipients = tuple(address[:ADDRESS_CHARACTERS] for address in envelope.rcpt_tos)
        try:
            message_id = self._keep(sender, recipients, content)
        except Exception:
            log.exception("a message could not be kept")
            return "451 4.3.0 Fumehood could not keep this message"
        return f"250 2.0.0 Ok: queued as {message_id}"
