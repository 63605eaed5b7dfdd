"""Encoding of events as JSON.

The body of an event is a dict, a function that returns one, or text that is JSON already (`RawJson`).
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any, Callable

from ..describe.exception_text import summarize

if TYPE_CHECKING:
    from .event import Event

# What the host accepts: docs/channel.md.
LARGEST_NUMBER = 2**53
# Such digits are a large number, or a part of a text. With its first character in common, the search skips
# from one digit to the next: five times as fast as with two alternatives.
LONG_NUMBER = re.compile(r"[0-9](?:[0-9]{15}|[eE]\+?[0-9][0-9])")
# The bounds of a message that was too long.
TEXT_LIMIT = 500
ITEM_LIMIT = 100
DEPTH_LIMIT = 8


class RawJson(str):
    """Text that is JSON already."""

    __slots__ = ()


def make_encoder() -> Callable[[Any], str]:
    """Return a function that encodes as JSON: the standard library's own encoder, built once."""
    standard = json.JSONEncoder(
        ensure_ascii=False, separators=(",", ":"), check_circular=False, allow_nan=False
    )
    c_make_encoder: Any = getattr(json.encoder, "c_make_encoder", None)
    try:
        encode_chunks = c_make_encoder(
            None, standard.default, json.encoder.encode_basestring, None, ":", ",", False, False, False
        )
        if "".join(encode_chunks(SAMPLE, 0)) != standard.encode(SAMPLE):
            return standard.encode
    except Exception:  # another Python may lack this encoder or give it other parameters
        return standard.encode
    return lambda value: "".join(encode_chunks(value, 0))


def check_number(digits: str) -> None:
    """Raise OverflowError for a number that the host would refuse."""
    if not abs(float(digits)) <= LARGEST_NUMBER:
        raise OverflowError(digits)


def has_large_number(text: str) -> bool:
    """Return whether JSON has a number that the host would refuse; nearly always by a look at its digits."""
    if LONG_NUMBER.search(text) is None:
        return False
    try:
        scan(text, 0)
    except OverflowError:
        return True
    return False


def shortened(value: Any, depth: int = 0) -> Any:
    """Return a message with at most so many characters and items in each place, and with finite numbers."""
    cls = type(value)
    if cls is dict and depth < DEPTH_LIMIT:
        items = islice(dict.items(value), ITEM_LIMIT)
        return {str(name)[:TEXT_LIMIT]: shortened(item, depth + 1) for name, item in items}
    if cls is list and depth < DEPTH_LIMIT:
        return [shortened(item, depth + 1) for item in list.__getitem__(value, slice(ITEM_LIMIT))]
    if issubclass(cls, str):
        return str.__getitem__(value, slice(TEXT_LIMIT))
    if cls in (int, float):
        return value if abs(value) <= LARGEST_NUMBER else LARGEST_NUMBER
    return value if cls is bool else None


SAMPLE: dict[str, Any] = {"é": [1, 2.5, None, True, "\n"], "b": {}}
to_json = make_encoder()
_decoder: Any = json.JSONDecoder(parse_int=check_number, parse_float=check_number)
scan: Callable[[str, int], Any] = _decoder.scan_once
"""The scanner of a decoder that accepts no number that is too large."""
_cache: dict[Any, str] = {}
CACHE_LIMIT = 500


def encode(message: object) -> bytes:
    """Return the value as JSON in UTF-8; lone surrogates become question marks. ValueError for NaN."""
    return to_json(message).encode("utf-8", "replace")


def encode_message(message: dict[str, Any], limit: int) -> bytes:
    """Return a message as JSON; one that the host would refuse is sent with shorter texts and lists."""
    try:
        text = to_json(message)
        data = text.encode("utf-8", "replace")
        if len(data) <= limit and not has_large_number(text):
            return data
    except Exception:  # the guest can put anything into what is described
        return encode(shortened(message))
    return encode(shortened(message))


def encode_event(event: Event, limit: int) -> bytes:
    """Return the envelope of an event as JSON.

    An event that cannot be encoded, or is longer than `limit` bytes, is replaced by a probe-fault.
    """
    body = event.body
    try:
        if callable(body):
            body = body()
        text = body if type(body) is RawJson else to_json(body)
        data = encode_envelope(event, event.kind, text)
        if len(data) > limit:
            problem = f"an event of {len(data)} bytes is too long to be sent"
        elif has_large_number(text):
            problem = "an event with a number that is too large to be sent"
        else:
            return data
    except Exception as error:
        problem = summarize(error)
    fault = {"sensor": event.kind, "problem": problem, "lost": 1}
    return encode_envelope(event._replace(caller=None, family=None), "probe-fault", to_json(fault))


def cached_json(key: Any, value: Any) -> str:
    """Return the JSON of a value that recurs in most requests."""
    text = _cache.get(key)
    if text is None:
        text = to_json(value)
        if len(_cache) >= CACHE_LIMIT:
            _cache.clear()
        _cache[key] = text
    return text


def encode_envelope(event: Event, kind: str, body: str) -> bytes:
    """Return the fields of an envelope as JSON, times in milliseconds, around an encoded body."""
    took = "null" if event.took is None else f"{event.took * 1000:.4f}"
    caller = "null" if event.caller is None else cached_json(tuple(event.caller.values()), event.caller)
    family = "null" if event.family is None else cached_json(event.family, event.family)
    thread = "null" if event.thread is None else cached_json(event.thread, event.thread)
    text = (
        f'{{"exchange":{event.exchange},"seq":{event.seq},"kind":"{kind}","at":{event.at * 1000:.4f},'
        f'"took":{took},"caller":{caller},"family":{family},"thread":{thread},"body":{body}}}'
    )
    return text.encode("utf-8", "replace")


def join_json(facts: dict[str, Any], more: dict[str, str]) -> RawJson:
    """Return one JSON object of `facts`, which must not be empty, and of fields encoded already."""
    parts = [to_json(facts)[:-1], *(f',"{name}":{value}' for name, value in more.items()), "}"]
    return RawJson("".join(parts))
