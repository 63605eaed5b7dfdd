"""Parse a caught message for the page that shows it; malformed parts are shown as far as possible."""

import base64
import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final, TypeVar

from server.mail_parser import MAX_PARTS, is_cut, parse_bounded
from server.model.mail import MailMessage

MAX_CHARACTERS: Final = 1 << 20
MAX_PICTURE_BYTES: Final = 1 << 20
MAX_PICTURES_BYTES: Final = 4 << 20
_SHOWN: Final = ("From", "Reply-To", "To", "Cc", "Date")
_LONGEST_CHARACTER: Final = 4
# Names for codecs of Python that are no encodings of mail, and take quadratic time.
_NO_CHARSETS: Final = frozenset({"idna", "punycode"})
_CID: Final = re.compile(r"cid:([^\"'\s<>)]{1,200})", re.IGNORECASE)

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """An attachment; `name` may be empty, `cid` is the Content-ID by which the HTML refers to it."""

    name: str
    type: str
    data: bytes
    cid: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParsedMessage:
    """A parsed message; `hidden` are recipients that no header names, as of Bcc."""

    subject: str
    headers: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


def parse(caught: MailMessage) -> ParsedMessage:
    """Parse a caught message."""
    message = parse_bounded(caught.source)
    texts: dict[str, str] = {}
    enclosed: list[Attachment] = []
    for part in _parts(message):
        kind = _safely(part.get_content_type, "application/octet-stream")
        disposition = _safely(part.get_content_disposition, None)
        if kind in ("text/plain", "text/html") and disposition != "attachment" and kind not in texts:
            texts[kind] = _text(part)
        else:
            enclosed.append(_attachment(part, kind))
    return ParsedMessage(
        subject=_header(message, "Subject"),
        headers=_headers(message, caught),
        hidden=_hidden(message, caught),
        text=texts.get("text/plain"),
        html=texts.get("text/html"),
        attachments=tuple(enclosed),
    )


def _headers(message: EmailMessage, caught: MailMessage) -> tuple[tuple[str, str], ...]:
    """Return the headers to show; From and To are those of the envelope if the message has none."""
    envelope = {"From": caught.sender, "To": "" if _named(message) else ", ".join(caught.recipients)}
    headers = {name: _header(message, name) or envelope.get(name, "") for name in _SHOWN}
    return tuple((name, value) for name, value in headers.items() if value)


def _hidden(message: EmailMessage, caught: MailMessage) -> tuple[str, ...]:
    named = _named(message)
    if is_cut(named):
        return ()  # it may name more of them
    return (
        tuple(recipient for recipient in caught.recipients if recipient.lower() not in named) if named else ()
    )


def _named(message: EmailMessage) -> str:
    return " ".join(_header(message, name).lower() for name in ("To", "Cc", "Bcc")).strip()


def embedded_html(message: ParsedMessage) -> str:
    """Return the HTML with its attached pictures embedded, up to a total size."""
    left = MAX_PICTURES_BYTES
    pictures: dict[str, str] = {}
    for attachment in message.attachments:
        if (
            attachment.cid
            and attachment.type.startswith("image/")
            and len(attachment.data) <= min(MAX_PICTURE_BYTES, left)
        ):
            left -= len(attachment.data)
            pictures[attachment.cid] = (
                f"data:{attachment.type};base64,{base64.b64encode(attachment.data).decode()}"
            )
    return _CID.sub(lambda match: pictures.get(match[1], match[0]), message.html or "")


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    count = 0
    for part in message.walk():
        if not part.is_multipart():
            count += 1
            if count > MAX_PARTS:
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
    """Return the text of a part; what is not in its encoding, or in an unknown one, is replaced."""
    data = _content(part)[: MAX_CHARACTERS * _LONGEST_CHARACTER]
    charset = _safely(lambda: codecs.lookup(str(part.get_content_charset("utf-8"))).name, "utf-8")
    encoding = "utf-8" if charset in _NO_CHARSETS else charset
    text = _safely(lambda: data.decode(encoding, "replace"), None)
    return (data.decode("utf-8", "replace") if text is None else text)[:MAX_CHARACTERS]


def _content(part: EmailMessage) -> bytes:
    """Return the decoded bytes of a part, none if they cannot be decoded."""
    content: object = _safely(lambda: part.get_payload(decode=True), None)
    return content if isinstance(content, bytes) else b""


def _header(message: EmailMessage, name: str) -> str:
    return _safely(lambda: str(message.get(name, "")), "")


def _safely(work: Callable[[], T], otherwise: T) -> T:
    """Return the result of `work`, or `otherwise`: the parser may raise anything on malformed headers."""
    try:
        return work()
    except Exception:
        return otherwise
