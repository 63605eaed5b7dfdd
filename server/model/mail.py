"""A mail message that a guest sent and Fumehood caught."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class MailMessage:
    """One message as received over SMTP; `sender` and `recipients` are its envelope.

    `app` is the name of the guest's app. `exchange` is the id of the exchange that sent it, None if none did
    or while that exchange is still open.
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
