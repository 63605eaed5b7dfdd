"""What belongs to an exception besides itself: its notes, causes and contexts, and a group's members."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Any

from .exception_text import cause_and_context_of, message_of
from .static_access import instance_dict, is_a, module_of, stored, type_name
from .tracebacks import frames_of, traceback_of

if TYPE_CHECKING:
    from collections.abc import Iterator

RELATED_LIMIT = 10
FRAMES_LIMIT = 30
NOTE_LIMIT = 10
NOTE_LENGTH = 500
MEMBER_LIMIT = 20

_GROUP: type | None = getattr(builtins, "BaseExceptionGroup", None)
# The package that has the groups of Python 3.11 for older versions.
_BACKPORT = "exceptiongroup"


def notes_of(error: BaseException) -> list[str]:
    """Return the notes that were added to an exception, shortened; what is no text is left out."""
    notes = (instance_dict(error) or {}).get("__notes__")
    if type(notes) is not list:
        return []
    return [note[:NOTE_LENGTH] for note in notes[:NOTE_LIMIT] if type(note) is str]


def members_of_group(error: BaseException) -> tuple[BaseException, ...]:
    """Return the exceptions in a group; none for any other exception."""
    found: Any = ()
    if _GROUP is not None and is_a(error, _GROUP):
        # Python's own attribute: a class of the guest may compute another one.
        found = vars(_GROUP)["exceptions"].__get__(error)
    elif any(module_of(cls).partition(".")[0] == _BACKPORT for cls in type.mro(type(error))):
        found = stored(error, "_exceptions")
    return (
        tuple(each for each in found[:MEMBER_LIMIT] if is_a(each, BaseException))
        if type(found) is tuple
        else ()
    )


def related_to(error: BaseException) -> list[dict[str, Any]]:
    """Return the causes, contexts and members of an exception, and theirs, each with its frames.

    `of` is the place in the list of the one that it belongs to, counted from 1; 0 is the exception itself.
    """
    found: list[dict[str, Any]] = []
    left = FRAMES_LIMIT
    seen = {id(error)}
    waiting = [(0, each) for each in _next_to(error)]
    while waiting and len(found) < RELATED_LIMIT:
        of, (relation, other) = waiting.pop(0)
        if id(other) in seen:
            continue
        seen.add(id(other))
        frames, omitted = frames_of(traceback_of(other), left)
        left -= len(frames)
        found.append(
            {
                "relation": relation,
                "of": of,
                "type": type_name(other),
                "module": module_of(type(other)),
                "message": message_of(other),
                "notes": notes_of(other),
                "frames": frames,
                "omitted": omitted,
            }
        )
        waiting += [(len(found), each) for each in _next_to(other)]
    return found


def _next_to(error: BaseException) -> Iterator[tuple[str, BaseException]]:
    cause, context = cause_and_context_of(error)
    if cause is not None:
        yield "cause", cause
    elif context is not None:
        yield "context", context
    for member in members_of_group(error):
        yield "member", member
