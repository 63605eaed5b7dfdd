"""A mail message as an event tells it: its headers, its parts and its attachments, bounded."""

from __future__ import annotations

from itertools import islice
from typing import Any

from ...recording.body_capture import CapturedBody

HEADER_LIMIT = 2000
HEADERS = 60
PARTS = 20
RECIPIENTS = 100


def letter_of(source: bytes) -> dict[str, Any]:
    """The fields that are read from the message itself; what cannot be read is left empty."""
    from email import message_from_bytes, policy

    message: Any = message_from_bytes(source, policy=policy.default)
    parts: list[dict[str, Any]] = []
    attachments: list[dict[str, Any]] = []
    for part in islice(message.walk(), PARTS * 2):
        if part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attachments.append(attachment_of(part))
        else:
            parts.append(part_of(part))
    return {
        "from": header(message, "From"),
        "to": addresses(message, "To"),
        "cc": addresses(message, "Cc"),
        "subject": header(message, "Subject"),
        "headers": headers(message),
        "parts": parts[:PARTS],
        "attachments": attachments[:PARTS],
    }


def header(message: Any, name: str) -> str:
    """A header as people read it."""
    try:
        return str(message.get(name, ""))[:HEADER_LIMIT]
    except Exception:
        return ""


def headers(message: Any) -> list[list[str]]:
    """All headers as they were sent, in their order."""
    try:
        return [[str(name)[:HEADER_LIMIT], str(text)[:HEADER_LIMIT]] for name, text in message.raw_items()][
            :HEADERS
        ]
    except Exception:
        return []


def addresses(message: Any, name: str) -> list[str]:
    """The addresses of a header, each as it is written there."""
    try:
        found = [str(one) for field in message.get_all(name, []) for one in field.addresses]
    except Exception:
        found = [header(message, name)]
    return [one[:HEADER_LIMIT] for one in found if one][:RECIPIENTS]


def part_of(part: Any) -> dict[str, Any]:
    """A text that the message is read by."""
    try:
        text = str(part.get_content()).replace("\r\n", "\n")
    except Exception:
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    data = text.encode("utf-8", "replace")
    kept = CapturedBody()
    kept.add(data)
    return {"type": part.get_content_type(), "body": kept.body(f"{part.get_content_type()}; charset=utf-8")}


def attachment_of(part: Any) -> dict[str, Any]:
    """What is enclosed: its name, its type and its size."""
    try:
        name = str(part.get_filename() or "")[:HEADER_LIMIT]
    except Exception:
        name = ""
    data = part.get_payload(decode=True) or b""
    return {
        "name": name,
        "type": part.get_content_type(),
        "size": len(data),
        "inline": part.get_content_disposition() == "inline" or bool(part.get("Content-ID")),
    }
