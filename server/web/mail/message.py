"""Reads a caught message for the page that shows it; whatever a stranger wrote, it is read or left out."""

import base64
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final, TypeVar

from server.model.mail import MailMessage

MOST_PARTS: Final = 200
TEXT_LIMIT: Final = 1 << 20
PICTURE_BYTES: Final = 1 << 20
PICTURES_BYTES: Final = 4 << 20
_SHOWN: Final = ("From", "Reply-To", "To", "Cc", "Date")
_CID: Final = re.compile(r"cid:([^\"'\s<>)]{1,200})", re.IGNORECASE)

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """Something enclosed; `name` may be empty, `cid` is how the HTML names it."""

    name: str
    type: str
    data: bytes
    cid: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedMessage:
    """A message as people read it; `hidden` are recipients beside those that it names (Bcc)."""

    subject: str
    headers: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


def read(letter: MailMessage) -> ParsedMessage:
    """What a letter says."""
    message: EmailMessage = message_from_bytes(letter.source, policy=policy.default)
    texts: dict[str, str] = {}
    enclosed: list[Attachment] = []
    for part in _parts(message):
        kind = part.get_content_type()
        disposed = _safely(part.get_content_disposition, None)
        if kind in ("text/plain", "text/html") and disposed != "attachment" and kind not in texts:
            texts[kind] = _text(part)
        else:
            enclosed.append(_attachment(part, kind))
    return ParsedMessage(
        subject=_header(message, "Subject"),
        headers=_headers(message, letter),
        hidden=_hidden(message, letter),
        text=texts.get("text/plain"),
        html=texts.get("text/html"),
        attachments=tuple(enclosed),
    )


def _headers(message: EmailMessage, letter: MailMessage) -> tuple[tuple[str, str], ...]:
    """The headers that people read; where the message is silent, what the envelope said."""
    envelope = {"From": letter.sender, "To": "" if _named(message) else ", ".join(letter.recipients)}
    said = {name: _header(message, name) or envelope.get(name, "") for name in _SHOWN}
    return tuple((name, value) for name, value in said.items() if value)


def _hidden(message: EmailMessage, letter: MailMessage) -> tuple[str, ...]:
    named = _named(message)
    return tuple(one for one in letter.recipients if one.lower() not in named) if named else ()


def _named(message: EmailMessage) -> str:
    return " ".join(_header(message, name).lower() for name in ("To", "Cc", "Bcc")).strip()


def drawn(message: ParsedMessage) -> str:
    """The HTML with the pictures that it encloses in their places."""
    left = PICTURES_BYTES
    pictures: dict[str, str] = {}
    for one in message.attachments:
        if one.cid and one.type.startswith("image/") and len(one.data) <= min(PICTURE_BYTES, left):
            left -= len(one.data)
            pictures[one.cid] = f"data:{one.type};base64,{base64.b64encode(one.data).decode()}"
    return _CID.sub(lambda match: pictures.get(match[1], match[0]), message.html or "")


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    count = 0
    for part in message.walk():
        if not part.is_multipart():
            count += 1
            if count > MOST_PARTS:
                return
            yield part


def _attachment(part: EmailMessage, kind: str) -> Attachment:
    return Attachment(
        name=_safely(lambda: str(part.get_filename() or ""), "")[:200],
        type=kind,
        data=_content(part),
        cid=_header(part, "Content-ID").strip("<> "),
    )


def _text(part: EmailMessage) -> str:
    try:
        return str(part.get_content())[:TEXT_LIMIT]
    except Exception:  # an encoding that does not exist, say
        return _content(part).decode("utf-8", "replace")[:TEXT_LIMIT]


def _content(part: EmailMessage) -> bytes:
    """The bytes of a part, whatever they are written in."""
    content: object = _safely(lambda: part.get_payload(decode=True), None)
    return content if isinstance(content, bytes) else b""


def _header(message: EmailMessage, name: str) -> str:
    return _safely(lambda: str(message.get(name, "")), "")


def _safely(work: Callable[[], T], otherwise: T) -> T:
    """What `work` gives; the parser of a stranger's headers may fail in ways of its own."""
    try:
        return work()
    except Exception:
        return otherwise
