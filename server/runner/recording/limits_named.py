"""Adds Fumehood's limit to an exception that a process raises when it reaches one."""

import re
from dataclasses import replace
from typing import Final

from server.model.event import Event
from server.runner.processes.limits import Limits

NO_MEMORY: Final = frozenset({"MemoryError", "_ArrayMemoryError"})
_NO_MEMORY_LEFT: Final = re.compile(r"\[Errno 12\]")
_TOO_MANY_FILES: Final = re.compile(r"\[Errno 24\]")


def with_limit(event: Event, limits: Limits) -> Event:
    """Return an exception event with `limit`, the one that it may come from or None; any other as it is.

    The field is ours: what a guest sends under its name is replaced.
    """
    if event.kind != "exception":
        return event
    return replace(event, body={**event.body, "limit": _limit(event, limits)})


def _limit(event: Event, limits: Limits) -> dict[str, str | int] | None:
    name, message = event.body["type"], event.body["message"]
    is_system_error = name in ("OSError", "BlockingIOError")
    if name in NO_MEMORY or (is_system_error and _NO_MEMORY_LEFT.match(message)):
        return {"name": "memory", "value": limits.memory_mb}
    if is_system_error and _TOO_MANY_FILES.match(message):
        return {"name": "files", "value": limits.open_files}
    return None
