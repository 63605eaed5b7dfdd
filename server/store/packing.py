"""Limits the size of a stored exchange: the longest texts are cut first, then similar events are folded."""

import json
import zlib
from collections.abc import Iterator
from typing import Any, Final

from server.store.checked.faults import Fault, MisfitError
from server.store.checked.values import from_json_text
from server.store.shrinking import fold_repeats, leave_out_evenly

STORED_BYTES: Final = 50 * 1024
# Of each step: the length of texts that are kept, and of similar events the number, None for all.
STEPS: Final[tuple[tuple[int, int | None], ...]] = (
    (65536, None),
    (32768, None),
    (16384, None),
    (8192, None),
    (4096, None),
    (4096, 24),
    (2048, 24),
    (1024, 12),
    (512, 6),
    (256, 4),
    (128, 4),
)
# JSON that is so many times longer than the limit is not compressed to see whether it fits.
BEST_RATIO: Final = 200
MARK: Final = "…"
# Far more than what is stored of an exchange, whatever its ratio of compression.
LARGEST_UNPACKED: Final = 64 << 20


def pack(value: dict[str, Any], limit: int = STORED_BYTES) -> bytes:
    """Return the value as compressed JSON of at most `limit` bytes, shortening it in place if necessary.

    Long bodies, reprs and texts are cut first and similar events folded; if that is not enough, events are
    left out evenly, and counted with the reason.
    """
    packed = _compress(value, limit)
    for length, similar in STEPS:
        if packed is not None:
            return packed
        for holder, name in list(_long(value, length)):
            _cut(holder, name, length)
        if similar is not None:
            fold_repeats(value, similar)
        packed = _compress(value, limit)
    while packed is None and leave_out_evenly(value):
        packed = _compress(value, limit)
    return packed if packed is not None else zlib.compress(_json(value))


def unpack(data: bytes) -> Any:
    """Return what `pack` was given, as far as it was kept; one of MISFITS or zlib.error if it is damaged."""
    return from_json_text(unzip(data, LARGEST_UNPACKED).decode("utf-8", "replace"), LARGEST_UNPACKED)


def unzip(data: object, most: int) -> bytes:
    """Return bytes that zlib compressed, at most `most` of them; MisfitError or zlib.error if it did not."""
    if not isinstance(data, bytes):
        raise MisfitError(Fault.KIND, f"compressed bytes were expected, not {type(data).__name__}")
    reader = zlib.decompressobj()
    found = reader.decompress(data, most)
    if not reader.eof:
        raise MisfitError(Fault.PACKED, "bytes that are incomplete, or too many")
    return found


def _compress(value: Any, limit: int) -> bytes | None:
    """Return the value as compressed JSON; None if that is longer than `limit` bytes."""
    data = _json(value)
    if len(data) > limit * BEST_RATIO:
        return None
    packed = zlib.compress(data)
    return packed if len(packed) <= limit else None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _long(value: Any, step: int) -> Iterator[tuple[Any, Any]]:
    """Yield where texts longer than `step` are, as pairs of their container and their name or index."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in pairs:
        if isinstance(item, str):
            if len(item) > step:
                yield value, name
        else:
            yield from _long(item, step)


def _cut(holder: Any, name: Any, step: int) -> None:
    """Cut one text to `step` characters and mark it as its container does."""
    text = holder[name]
    if name == "base64":
        holder[name] = text[: step // 4 * 4]
        if "kept" in holder:
            holder["kept"] = len(holder[name]) // 4 * 3
    elif name == "text" and isinstance(holder, dict) and "base64" in holder:
        holder[name] = text[:step]
        if "kept" in holder:
            holder["kept"] = len(holder[name].encode("utf-8", "replace"))
    else:
        holder[name] = text[:step] + MARK
        if isinstance(holder, dict) and "cut" in holder:
            holder["cut"] = True
