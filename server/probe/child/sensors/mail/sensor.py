"""The sensor of mail handed to smtplib: its envelope, its content, and the line that sent it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...describe.code_ownership import ownership
from ...describe.exception_text import summarize
from ...describe.static_access import is_a, text_or_none
from ...patch.import_hooks import when_imported
from ...patch.patching import wrap
from ...recording.probe import report_fault
from ...recording.thread_work import current_work
from ..sensor import Library, Sensor
from .message import RECIPIENT_LIMIT, parse_message
from .redirect import REQUESTED_SERVER, SECURITY, SmtpRedirect, kept

if TYPE_CHECKING:
    from types import ModuleType

    from ...recording.probe import Probe
    from ...recording.recorder import Exchange

KIND = "mail"

SLOT = "_fumehood_envelope"
QUEUED = re.compile(rb"queued as ([0-9a-f]{1,32})")
ADDRESS_LIMIT = 320


class SentMessage:
    """One message, from its MAIL command to the catcher's reply."""

    def __init__(self, exchange: Exchange, sender: Any) -> None:
        self._exchange = exchange
        self._span = exchange.start_span()
        self._caller = ownership.caller(3)
        self.sender = (text_or_none(sender) or "")[:ADDRESS_LIMIT]
        self.recipients: list[str] = []

    def report(self, client: Any, message: Any, reply: bytes, error: BaseException | None) -> None:
        """Report the message after the catcher's reply, or the error that smtplib raised."""
        ended = self._exchange.now()
        host, port = kept(client).get(REQUESTED_SERVER, ("", 0))
        queued = QUEUED.search(reply)
        text = text_or_none(message)
        source = bytes_of(message) if text is None else text.encode("utf-8", "replace")
        facts: dict[str, Any] = {
            "server": host,
            "port": port,
            "security": kept(client).get(SECURITY, "none"),
            "sender": self.sender,
            "recipients": self.recipients,
            "size": len(source),
            "letter": queued[1].decode() if queued else None,
            "error": None if error is None else summarize(error),
        }

        def body() -> dict[str, Any]:
            parsed = parse_message(source)
            named_addresses = [address.lower() for address in (*parsed["to"], *parsed["cc"])]
            unnamed = [
                recipient
                for recipient in facts["recipients"]
                if not any(recipient.lower() in address for address in named_addresses)
            ]
            return {**facts, **parsed, "bcc": unnamed}

        self._exchange.emit(
            KIND, self._span, body, ended=ended, caller=self._caller, family=f"{KIND} {self.sender}"
        )


def bytes_of(value: Any) -> bytes:
    """Return the bytes of an object of type bytes or bytearray, also of a subclass; none of any other."""
    for base in (bytes, bytearray):
        if is_a(value, base):
            return bytes(base.__getitem__(value, slice(None)))
    return b""


def wrap_mail(original: Any) -> Any:
    """Wrap `SMTP.mail`, which starts a message."""

    def mail(client: Any, sender: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_work()
        if exchange is not None:
            try:
                kept(client)[SLOT] = SentMessage(exchange, sender)
            except Exception as error:
                report_fault(KIND, error)
        return original(client, sender, *args, **kwargs)

    return mail


def wrap_rcpt(original: Any) -> Any:
    """Wrap `SMTP.rcpt`, which names a recipient."""

    def rcpt(client: Any, recipient: Any, *args: Any, **kwargs: Any) -> Any:
        envelope = kept(client).get(SLOT)
        address = text_or_none(recipient)
        if envelope is not None and address is not None and len(envelope.recipients) < RECIPIENT_LIMIT:
            envelope.recipients.append(address[:ADDRESS_LIMIT])
        return original(client, recipient, *args, **kwargs)

    return rcpt


def wrap_data(original: Any) -> Any:
    """Wrap `SMTP.data`, which sends the message itself."""

    def data(client: Any, message: Any, *args: Any, **kwargs: Any) -> Any:
        envelope = kept(client).pop(SLOT, None)
        if envelope is None:
            return original(client, message, *args, **kwargs)
        try:
            response = original(client, message, *args, **kwargs)
        except BaseException as error:
            report(envelope, client, message, b"", error)
            raise
        reply = response[1] if type(response) is tuple and len(response) > 1 else b""
        report(envelope, client, message, bytes_of(reply), None)
        return response

    return data


def report(
    envelope: SentMessage, client: Any, message: Any, reply: bytes, error: BaseException | None
) -> None:
    """Report a message; an exception becomes a fault and does not reach the guest."""
    try:
        envelope.report(client, message, reply, error)
    except Exception as problem:
        report_fault(KIND, problem)


def missing_catcher(probe: Probe) -> str | None:
    """Return why no mail can be caught; None if it can."""
    return None if probe.mail_port else "The mail catcher could not start, so that sending fails."


def attach(probe: Probe) -> None:
    """Redirect smtplib to the catcher as soon as the guest imports it, and watch what is sent there."""

    def watch(module: ModuleType) -> None:
        SmtpRedirect(module, probe.mail_port).install()
        client = module.SMTP
        wrap(client, "mail", wrap_mail)
        wrap(client, "rcpt", wrap_rcpt)
        wrap(client, "data", wrap_data)

    when_imported(KIND, "smtplib", watch)


SENSOR = Sensor(KIND, attach, libraries=(Library("smtplib", "smtplib"),), blocked_by=missing_catcher)
