"""Limits the size of a stored exchange: the longest texts are cut first, and marked as cut."""

import json
import zlib
from collections.abc import Iterator
from typing import Any, Final

STORED_BYTES: Final = 50 * 1024
LENGTH_STEPS: Final = (65536, 32768, 16384, 8192, 4096, 2048, 1024, 512, 256, 128)
MARK: Final = "…"


def pack(value: dict[str, Any], limit: int = STORED_BYTES) -> bytes:
    """Return the value as compressed JSON of at most `limit` bytes, shortening it in place if necessary.

    Long bodies, reprs and texts are cut first; if that is not enough, the last events are removed and counted
    as lost.
    """
    packed = _compress(value)
    for step in LENGTH_STEPS:
        if len(packed) <= limit:
            return packed
        for holder, name in list(_long(value, step)):
            _cut(holder, name, step)
        packed = _compress(value)
    while len(packed) > limit and value["events"]:
        kept = len(value["events"]) // 2
        value["lost_events"] += len(value["events"]) - kept
        del value["events"][kept:]
        packed = _compress(value)
    return packed


def unpack(data: bytes) -> Any:
    """Return what `pack` was given, as far as it was kept."""
    return json.loads(zlib.decompress(data))


def _compress(value: Any) -> bytes:
    return zlib.compress(
        json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    )


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
