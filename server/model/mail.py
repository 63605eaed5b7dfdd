"""A mail message that a guest sent and that was caught."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class MailMessage:
    """One message as it came over SMTP; `sender` and `recipients` are its envelope.

    `app` is what the guest is called.

    `exchange` is the number of the exchange that sent it, None where none did, or while it is not over.
    """

    id: str
    guest: str
    received_at: float
    sender: str
    recipients: tuple[str, ...]
    source: bytes
    app: str = ""
    exchange: int | None = None
    seen: bool = False
