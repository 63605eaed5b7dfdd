"""Redacts what a paused request shows: its frames, and the values of expressions."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from server.model.event import REDACTED, Event
from server.model.stack import Evaluated, PausedRequest
from server.runner.redaction.events import redact_events
from server.runner.redaction.names import is_secret

_LAST_NAME: Final = re.compile(r"""([A-Za-z_]\w*)(?:["']\s*\])?\s*$""")
_HARMLESS: Final = frozenset({"None", "''", '""', "b''", "True", "False"})


def redacted_pause(paused: PausedRequest) -> PausedRequest:
    """Return a paused request without the secrets in its frames, as in those of an exception."""
    body = {"frames": list(paused.frames), "message": paused.error or ""}
    redacted = _redacted(body)
    return replace(
        paused, frames=tuple(redacted["frames"]), error=redacted["message"] if paused.error else None
    )


def redacted_value(evaluated: Evaluated) -> Evaluated:
    """Return the value of an expression; hidden if its last name is that of a secret.

    So `user.password` and `config["SECRET_KEY"]` show no more than the tables of variables do.
    """
    name = _LAST_NAME.search(evaluated.expression)
    if name is not None and is_secret(name[1]) and evaluated.text not in _HARMLESS:
        return replace(evaluated, text=REDACTED, cut=False)
    redacted = _redacted({"text": evaluated.text, "problem": evaluated.problem})
    return replace(evaluated, text=redacted["text"], problem=redacted["problem"])


def _redacted(body: Mapping[str, Any]) -> Mapping[str, Any]:
    event = Event(exchange=0, seq=0, kind="exception", at=0.0, took=None, caller=None, family=None, body=body)
    return redact_events((event,))[0].body
