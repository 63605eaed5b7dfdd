"""Mail handed to smtplib: who would have got it, what it says, and the line that sent it. None is sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ...describe.code_ownership import ownership
from ...describe.tracebacks import summarize
from ...patch.import_hooks import when_imported
from ...patch.patching import wrap
from ...recording.probe import report_fault
from ...recording.recorder import Exchange, current_exchange
from ..sensor import Library, Sensor
from .message import RECIPIENTS, letter_of
from .redirect import ASKED, SECURITY, SmtpRedirect

if TYPE_CHECKING:
    from types import ModuleType

    from ...recording.probe import Probe

KIND = "mail"

SLOT = "_fumehood_envelope"
QUEUED = re.compile(rb"queued as ([0-9a-f]{1,32})")
ADDRESS_LIMIT = 320


class SentMessage:
    """One message from its MAIL command to the catcher's reply."""

    def __init__(self, exchange: Exchange, sender: Any) -> None:
        self._exchange = exchange
        self._span = exchange.start_span()
        self._caller = ownership.caller(3)
        self.sender = str(sender)[:ADDRESS_LIMIT] if isinstance(sender, str) else ""
        self.recipients: list[str] = []

    def done(self, client: Any, message: Any, reply: bytes, error: BaseException | None) -> None:
        """Report it."""
        ended = self._exchange.now()
        host, port = getattr(client, ASKED, ("", 0))
        queued = QUEUED.search(reply)
        source = message.encode("utf-8", "replace") if isinstance(message, str) else bytes(message)
        facts: dict[str, Any] = {
            "server": host,
            "port": port,
            "security": getattr(client, SECURITY, "none"),
            "sender": self.sender,
            "recipients": self.recipients,
            "size": len(source),
            "letter": queued[1].decode() if queued else None,
            "error": None if error is None else summarize(error),
        }

        def body() -> dict[str, Any]:
            told = letter_of(source)
            headed = [address.lower() for address in (*told["to"], *told["cc"])]
            hidden = [one for one in facts["recipients"] if not any(one.lower() in each for each in headed)]
            return {**facts, **told, "bcc": hidden}

        self._exchange.emit(
            KIND, self._span, body, ended=ended, caller=self._caller, family=f"{KIND} {self.sender}"
        )


def mailing(original: Any) -> Any:
    """Around `SMTP.mail`: a message begins."""

    def mail(client: Any, sender: Any, *args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is not None:
            try:
                setattr(client, SLOT, SentMessage(exchange, sender))
            except Exception as error:
                report_fault(KIND, error)
        return original(client, sender, *args, **kwargs)

    return mail


def addressing(original: Any) -> Any:
    """Around `SMTP.rcpt`: who is to get it."""

    def rcpt(client: Any, recipient: Any, *args: Any, **kwargs: Any) -> Any:
        envelope = getattr(client, SLOT, None)
        if envelope is not None and isinstance(recipient, str) and len(envelope.recipients) < RECIPIENTS:
            envelope.recipients.append(recipient[:ADDRESS_LIMIT])
        return original(client, recipient, *args, **kwargs)

    return rcpt


def handing_over(original: Any) -> Any:
    """Around `SMTP.data`: the message itself, and what became of it."""

    def data(client: Any, message: Any, *args: Any, **kwargs: Any) -> Any:
        envelope = getattr(client, SLOT, None)
        if envelope is None:
            return original(client, message, *args, **kwargs)
        setattr(client, SLOT, None)
        try:
            answer = original(client, message, *args, **kwargs)
        except BaseException as error:
            tell(envelope, client, message, b"", error)
            raise
        tell(envelope, client, message, bytes(answer[1]), None)
        return answer

    return data


def tell(envelope: SentMessage, client: Any, message: Any, reply: bytes, error: BaseException | None) -> None:
    """Report a message; what goes wrong in that is ours alone."""
    try:
        envelope.done(client, message, reply, error)
    except Exception as problem:
        report_fault(KIND, problem)


def hindered(probe: Probe) -> str | None:
    """Why no mail can be caught, None where it can."""
    return None if probe.mail_port else "The mail catcher could not start, so that sending fails."


def attach(probe: Probe) -> None:
    """Turn smtplib to the catcher as soon as the guest has it, and look at what goes there."""

    def watch(module: ModuleType) -> None:
        SmtpRedirect(module, probe.mail_port).install()
        client = module.SMTP
        wrap(client, "mail", mailing)
        wrap(client, "rcpt", addressing)
        wrap(client, "data", handing_over)

    when_imported(KIND, "smtplib", watch)


SENSOR = Sensor(KIND, attach, libraries=(Library("smtplib", "smtplib"),), blocked_by=hindered)
