"""Reads the parts of a multipart form that was sent: its fields, and the names of those that had files."""

from dataclasses import dataclass
from io import BytesIO
from typing import Final

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import MultiPartParser
from werkzeug.http import parse_options_header

MOST_PARTS: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class FormParts:
    """The fields with their values, and the fields that had a file."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def read(content_type: str, body: bytes) -> FormParts | None:
    """Return the parts of a body; None if it is malformed, cut off, or has too many."""
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    parser = MultiPartParser(
        stream_factory=_in_memory, max_form_parts=MOST_PARTS, max_form_memory_size=len(body)
    )
    try:
        fields, files = parser.parse(BytesIO(body), boundary.encode(), len(body))
    except (ValueError, RequestEntityTooLarge):
        return None
    chosen = tuple(name or "" for name, _ in files.items(multi=True))
    return FormParts(fields=tuple(fields.items(multi=True)), files=chosen)


def _in_memory(*_: object, **_of_the_part: object) -> BytesIO:
    return BytesIO()
