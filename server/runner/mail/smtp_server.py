"""The SMTP side of catching mail: aiosmtpd on an event loop of its own thread."""

import asyncio
import logging
import socket
import threading
from collections.abc import Callable
from typing import Any, Final

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

log = logging.getLogger(__name__)

MESSAGE_BYTES: Final = 10 << 20
RECIPIENTS: Final = 100
ADDRESS_LIMIT: Final = 320
CONVERSATIONS: Final = 32
IDLE_SECONDS: Final = 60.0

Take = Callable[[str, tuple[str, ...], bytes], str]
"""Keeps a message of this sender to these recipients, and names it."""


class SmtpServer:
    """Talks SMTP with whoever is handed over: it takes every message and every login."""

    def __init__(self) -> None:
        # aiosmtpd tells every command that it reads, and with it every password.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.BaseTransport] = set()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail-postbox", daemon=True)
        self._thread.start()

    def talk(self, caller: socket.socket, take: Take) -> None:
        """Take over a connection; returns at once."""
        asyncio.run_coroutine_threadsafe(self._receive(caller, take), self._loop)

    def close(self, seconds: float) -> None:
        """End every conversation, then the thread."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop)
        self._thread.join(seconds)
        if not self._thread.is_alive():
            self._loop.close()

    async def _receive(self, caller: socket.socket, take: Take) -> None:
        self._open = {transport for transport in self._open if not transport.is_closing()}
        if len(self._open) >= CONVERSATIONS:
            caller.close()
            return
        transport, _ = await self._loop.connect_accepted_socket(lambda: self._server(take), caller)
        self._open.add(transport)

    def _server(self, take: Take) -> SMTP:
        return SMTP(
            SmtpHandler(take),
            data_size_limit=MESSAGE_BYTES,
            enable_SMTPUTF8=True,
            hostname="fumehood.localhost",  # asking the machine for its name may take seconds
            ident="Fumehood catches mail",
            timeout=IDLE_SECONDS,
            auth_require_tls=False,
            authenticator=believing,
            loop=self._loop,
        )

    async def _hang_up(self) -> None:
        for transport in self._open:
            transport.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self._loop.stop()


def believing(*_: Any) -> AuthResult:
    """Whatever name and password an app logs in with, it is let in, and they are forgotten."""
    return AuthResult(success=True)


class SmtpHandler:
    """What aiosmtpd asks while it talks with a client."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def handle_EHLO(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer STARTTLS too, for apps that insist on it; the probe answers it."""
        session.host_name = hostname
        return [*responses[:-1], "250-STARTTLS", responses[-1]]

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Anybody may be written to, but not everybody at once."""
        if len(envelope.rcpt_tos) >= RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd looks for
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message."""
        content = envelope.original_content or b""
        sender = (envelope.mail_from or "")[:ADDRESS_LIMIT]
        recipients = tuple(address[:ADDRESS_LIMIT] for address in envelope.rcpt_tos)
        try:
            name = self._take(sender, recipients, content)
        except Exception:
            log.exception("a message could not be kept")
            return "451 4.3.0 Fumehood could not keep this message"
        return f"250 2.0.0 Ok: queued as {name}"
