"""Encoding of events as JSON.

The body of an event is a dict, a function that returns one, or text that is JSON already (`RawJson`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Callable

from ..describe.exception_text import summarize

if TYPE_CHECKING:
    from .event import Event


class RawJson(str):
    """Text that is JSON already."""

    __slots__ = ()


def make_encoder() -> Callable[[Any], str]:
    """Return a function that encodes as JSON: the standard library's own encoder, built once."""
    standard = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
    c_make_encoder: Any = getattr(json.encoder, "c_make_encoder", None)
    try:
        encode_chunks = c_make_encoder(
            None, standard.default, json.encoder.encode_basestring, None, ":", ",", False, False, True
        )
        if "".join(encode_chunks(SAMPLE, 0)) != standard.encode(SAMPLE):
            return standard.encode
    except Exception:  # another Python may lack this encoder or give it other parameters
        return standard.encode
    return lambda value: "".join(encode_chunks(value, 0))


SAMPLE: dict[str, Any] = {"é": [1, 2.5, None, True, "\n"], "b": {}}
to_json = make_encoder()
_cache: dict[Any, str] = {}
CACHE_LIMIT = 500


def encode(message: object) -> bytes:
    """Return the value as JSON in UTF-8; lone surrogates become question marks."""
    return to_json(message).encode("utf-8", "replace")


def encode_event(event: Event, limit: int) -> bytes:
    """Return the envelope of an event as JSON.

    An event that cannot be encoded, or is longer than `limit` bytes, is replaced by a probe-fault.
    """
    body = event.body
    try:
        if callable(body):
            body = body()
        data = encode_envelope(event, event.kind, body if type(body) is RawJson else to_json(body))
        if len(data) <= limit:
            return data
        problem = f"an event of {len(data)} bytes is too long to be sent"
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
