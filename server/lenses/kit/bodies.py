"""Shows request and response bodies: JSON indented, text as text, bytes as hex, and how much was recorded."""

import json
import re
from typing import Final

from server.lenses.kit.blocks import Block, Remark, Text, Tone
from server.lenses.kit.formatting import size
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose, plain
from server.model.event import REDACTED
from server.model.exchange import Body
from server.model.printable import printable

_TOKEN: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_HEX_SHOWN: Final = 1024
_ROW: Final = 16
_DEEP: Final = 64


def body_blocks(body: Body, label: str) -> tuple[Block, ...]:
    """Return the recorded part of a body, and remarks on its size, its type and what is missing."""
    if not body.size:
        return (Remark(sentence=plain(_("No body.")), tone=Tone.MUTED),)
    kind = printable(body.content_type) or _("no Content-Type")
    text = body.text
    if text is None:
        shown, form = hex_dump(body.data[:_HEX_SHOWN]), _("as bytes")
    else:
        pretty = pretty_json(text) if "json" in body.content_type.lower() and not body.truncated else None
        shown = printable(pretty if pretty is not None else text.replace("\r\n", "\n"))
        form = _("JSON, indented here") if pretty is not None else _("as sent")
    remarks: list[Block] = [Remark(sentence=plain(f"{size(body.size)} · {kind} · {form}"), tone=Tone.MUTED)]
    kept = min(len(body.data), _HEX_SHOWN) if text is None else len(body.data)
    if kept < body.size:
        sentence = plain(_("Only the first %(kept)s are shown.") % {"kept": size(kept)})
        remarks.append(Remark(sentence=sentence, tone=Tone.NOTE))
    if REDACTED in shown:
        sentence = compose(
            _("%(mark)s replaces a value whose name looks like a secret."),
            mark=REDACTED,
        )
        remarks.append(Remark(sentence=sentence, tone=Tone.NOTE))
    return (*remarks, Text(text=shown, label=label))


def pretty_json(text: str) -> str | None:
    """Return the same JSON tokens over several lines; None if the text is not JSON.

    The tokens stay as they were sent: `1.0` stays `1.0`, escapes and duplicate keys are kept.
    """
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    out: list[str] = []
    depth = 0
    pieces = _TOKEN.findall(text)
    for index, piece in enumerate(pieces):
        after = pieces[index + 1] if index + 1 < len(pieces) else ""
        if piece in "{[":
            depth += 1
            out.append(piece + ("" if after in ("}", "]") else _line(depth)))
        elif piece in "}]":
            depth -= 1
            empty = index > 0 and pieces[index - 1] in ("{", "[")
            out.append(piece if empty else _line(depth) + piece)
        elif piece == ",":
            out.append(piece + _line(depth))
        else:
            out.append(piece + " " if piece == ":" else piece)
    return "".join(out)


def _line(depth: int) -> str:
    return "\n" + "  " * min(depth, _DEEP)


def hex_dump(data: bytes) -> str:
    """Return sixteen bytes per line: offset, hex, and the printable ASCII characters."""
    lines = []
    for start in range(0, len(data), _ROW):
        row = data[start : start + _ROW]
        seen = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in row)  # noqa: PLR2004 - ASCII's printable range
        lines.append(f"{start:08x}  {row.hex(' '):<47}  {seen}")
    return "\n".join(lines)
