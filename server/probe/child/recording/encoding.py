"""Events as JSON.

A body may be a dict, a function that makes one, or text that is JSON already (`RawJson`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Callable

if TYPE_CHECKING:
    from .event import Event

PROBLEM_LIMIT = 300


class RawJson(str):
    """JSON, ready to be sent."""

    __slots__ = ()


def writer() -> Callable[[Any], str]:
    """What writes JSON: the standard library's own encoder, made once and not anew for each value."""
    usual = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    try:
        write = make(None, usual.default, json.encoder.encode_basestring, None, ":", ",", False, False, True)
        if "".join(write(TRIAL, 0)) != usual.encode(TRIAL):
            return usual.encode
    except Exception:  # another Python may make it otherwise, or not at all
        return usual.encode
    return lambda value: "".join(write(value, 0))


TRIAL: dict[str, Any] = {"é": [1, 2.5, None, True, "\n"], "b": {}}
to_json = writer()
_known: dict[Any, str] = {}
REMEMBERED = 500


def encode(message: object) -> bytes:
    """JSON as UTF-8; what is no Unicode text (lone surrogates) becomes a question mark."""
    return to_json(message).encode("utf-8", "replace")


def encode_event(event: Event, limit: int) -> bytes:
    """The envelope of an event as JSON.

    One that cannot be encoded, or is longer than `limit` bytes, becomes a probe-fault.
    """
    body = event.body
    try:
        if callable(body):
            body = body()
        data = envelope(event, event.kind, body if type(body) is RawJson else to_json(body))
        if len(data) <= limit:
            return data
        problem = f"an event of {len(data)} bytes is too long to be sent"
    except Exception as error:
        problem = f"{type(error).__name__}: {error}"[:PROBLEM_LIMIT]
    fault = {"sensor": event.kind, "problem": problem, "lost": 1}
    return envelope(event._replace(caller=None, family=None), "probe-fault", to_json(fault))


def remembered(key: Any, value: Any) -> str:
    """The JSON of something that comes again with most requests."""
    text = _known.get(key)
    if text is None:
        text = to_json(value)
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[key] = text
    return text


def envelope(event: Event, kind: str, body: str) -> bytes:
    """The eight fields around a body, times in milliseconds."""
    took = "null" if event.took is None else f"{event.took * 1000:.4f}"
    caller = "null" if event.caller is None else remembered(tuple(event.caller.values()), event.caller)
    family = "null" if event.family is None else remembered(event.family, event.family)
    text = (
        f'{{"exchange":{event.exchange},"seq":{event.seq},"kind":"{kind}","at":{event.at * 1000:.4f},'
        f'"took":{took},"caller":{caller},"family":{family},"body":{body}}}'
    )
    return text.encode("utf-8", "replace")


def join(facts: dict[str, Any], more: dict[str, str]) -> RawJson:
    """An object of these facts and of some more whose values are JSON already; `facts` must not be empty."""
    parts = [to_json(facts)[:-1], *(f',"{name}":{value}' for name, value in more.items()), "}"]
    return RawJson("".join(parts))
