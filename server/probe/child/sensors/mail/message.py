"""Parsing of a mail message into the bounded fields of an event."""

from __future__ import annotations

from itertools import islice
from typing import Any

from ...recording.body_capture import CapturedBody

HEADER_LIMIT = 2000
HEADER_COUNT_LIMIT = 60
HEAD_BYTES = 1 << 15
PART_LIMIT = 20
RECIPIENT_LIMIT = 100


def parse_message(source: bytes) -> dict[str, Any]:
    """Return the fields that are read from the message itself; empty where it cannot be parsed."""
    from email import message_from_bytes, policy

    # The parser takes quadratic time for some headers, and a client of the guest may have written one.
    if len(source.partition(b"\r\n\r\n")[0]) > HEAD_BYTES:
        source = b""
    message: Any = message_from_bytes(source, policy=policy.default)
    parts: list[dict[str, Any]] = []
    attachments: list[dict[str, Any]] = []
    for part in islice(message.walk(), PART_LIMIT * 2):
        if part.is_multipart():
            continue
        if part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text":
            attachments.append(attachment_of(part))
        else:
            parts.append(part_of(part))
    return {
        "from": header_text(message, "From"),
        "to": addresses(message, "To"),
        "cc": addresses(message, "Cc"),
        "subject": header_text(message, "Subject"),
        "headers": all_headers(message),
        "parts": parts[:PART_LIMIT],
        "attachments": attachments[:PART_LIMIT],
    }


def header_text(message: Any, name: str) -> str:
    """Return a decoded header; empty if it is missing or invalid."""
    try:
        return str(message.get(name, ""))[:HEADER_LIMIT]
    except Exception:
        return ""


def all_headers(message: Any) -> list[list[str]]:
    """Return all headers as they were sent, in their order."""
    try:
        return [[str(name)[:HEADER_LIMIT], str(text)[:HEADER_LIMIT]] for name, text in message.raw_items()][
            :HEADER_COUNT_LIMIT
        ]
    except Exception:
        return []


def addresses(message: Any, name: str) -> list[str]:
    """Return the addresses of a header, each as it is written there."""
    try:
        values = [str(address) for field in message.get_all(name, []) for address in field.addresses]
    except Exception:
        values = [header_text(message, name)]
    return [address[:HEADER_LIMIT] for address in values if address][:RECIPIENT_LIMIT]


def part_of(part: Any) -> dict[str, Any]:
    """Return a text part of the message."""
    try:
        text = str(part.get_content()).replace("\r\n", "\n")
    except Exception:
        text = (part.get_payload(decode=True) or b"").decode("utf-8", "replace")
    data = text.encode("utf-8", "replace")
    captured = CapturedBody()
    captured.add(data)
    return {
        "type": part.get_content_type(),
        "body": captured.as_body(f"{part.get_content_type()}; charset=utf-8"),
    }


def attachment_of(part: Any) -> dict[str, Any]:
    """Return name, type and size of an attachment."""
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
