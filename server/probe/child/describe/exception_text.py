"""The message of an exception, without running a `__str__` of the guest.

The `__str__` of Python's own exceptions and of known libraries is called, if all that it can read is plain
data. Otherwise the message is put together from the arguments of the exception, as `BaseException` does it.
"""

from __future__ import annotations

from types import GetSetDescriptorType, MemberDescriptorType, WrapperDescriptorType
from typing import Any

from .describe import text_of
from .shapes import attributes_of
from .static_access import (
    class_attribute,
    has_base,
    instance_dict,
    is_known_class,
    stored,
    type_name,
)

MESSAGE_LIMIT = 2000
SUMMARY_LIMIT = 300
DEPTH_LIMIT = 4
ITEM_LIMIT = 500

PLAIN_TYPES = frozenset((bool, bytes, complex, float, int, str, type(None)))
CONTAINER_TYPES = frozenset((dict, frozenset, list, set, tuple))
BUILTIN_MEMBERS = (
    *("encoding", "end", "end_lineno", "end_offset", "errno", "filename", "filename2", "lineno", "message"),
    *("msg", "name", "object", "offset", "reason", "start", "strerror", "text"),
)
"""What the `__str__` of a builtin exception may read besides the arguments."""

_ARGS = BaseException.__dict__["args"].__get__
_CAUSE = BaseException.__dict__["__cause__"].__get__
_CONTEXT = BaseException.__dict__["__context__"].__get__
_SUPPRESSED = BaseException.__dict__["__suppress_context__"].__get__


def args_of(error: BaseException) -> tuple[Any, ...]:
    """Return the arguments of an exception, also of one that overrides `args`."""
    args: tuple[Any, ...] = _ARGS(error)
    return args


def is_plain(value: object, depth: int = 0) -> bool:
    """Return whether a value is data of builtin types only, down to the limits."""
    cls = type(value)
    if cls in PLAIN_TYPES:
        return True
    if cls not in CONTAINER_TYPES or depth > DEPTH_LIMIT or len(value) > ITEM_LIMIT:  # type: ignore[arg-type]  # a container
        return False
    if type(value) is dict:
        return all(is_plain(key, depth + 1) and is_plain(item, depth + 1) for key, item in value.items())
    return all(is_plain(item, depth + 1) for item in value)  # type: ignore[attr-defined]  # a container


def is_harmless(error: BaseException, depth: int = 0) -> bool:
    """Return whether `str` of this exception runs only code of Python and known libraries, on plain data."""
    method = class_attribute(type(error), "__str__")
    is_builtin = type(method) is WrapperDescriptorType and is_known_class(method.__objclass__)
    if not is_builtin and not is_known_class(type(error)):
        return False
    if not is_plain(args_of(error)) or not all(map(is_plain, members_of(error))):
        return False
    if is_builtin:
        return True
    return all(
        is_plain(item) or (depth < DEPTH_LIMIT and is_error(item) and is_harmless(item, depth + 1))
        for name, item in dict.items(instance_dict(error) or {})
        if name not in IGNORED_ATTRIBUTES
    )


IGNORED_ATTRIBUTES = ("adapter", "response")
"""What exceptions of Werkzeug keep for their answer, but not for their text: the URL map and a response."""


def is_error(value: object) -> bool:
    """Return whether a value is an exception."""
    return issubclass(type(value), BaseException)


def members_of(error: BaseException) -> list[Any]:
    """Return what a builtin exception keeps outside of its `__dict__`."""
    found = []
    for name in BUILTIN_MEMBERS:
        member = class_attribute(type(error), name)
        if type(member) in (MemberDescriptorType, GetSetDescriptorType):
            try:
                found.append(member.__get__(error))
            except (AttributeError, TypeError):
                continue
    return found


def message_of(error: BaseException) -> str:
    """Return the message of an exception; never raises."""
    try:
        text = str(error) if is_harmless(error) else stored_message(error)
    except Exception as problem:
        text = f"<its text could not be read: {type_name(problem)}>"
    return text[:MESSAGE_LIMIT]


def stored_message(error: BaseException) -> str:
    """Return a message from what an exception has stored."""
    if has_base(error, "werkzeug.exceptions", "HTTPException"):
        return http_message(error)
    args = args_of(error)
    if len(args) > 1:
        return text_of(args, MESSAGE_LIMIT)
    if args:
        is_key = issubclass(type(error), KeyError)
        return str.__str__(args[0]) if issubclass(type(args[0]), str) and not is_key else text_of(args[0])
    attributes = attributes_of(error)
    return ", ".join(f"{name}={text_of(item)}" for name, item in attributes.items())


def http_message(error: BaseException) -> str:
    """Return the message of one of Werkzeug's exceptions, which may have a lazy or computed description."""
    from werkzeug.http import HTTP_STATUS_CODES

    code, description = stored(error, "code"), stored(error, "description")
    name = HTTP_STATUS_CODES.get(code, "Unknown Error") if type(code) is int else "Unknown Error"
    text = str.__str__(description) if issubclass(type(description), str) else text_of(description)
    return f"{code if type(code) is int else '???'} {name}: {text}"


def summarize(error: BaseException, limit: int = SUMMARY_LIMIT) -> str:
    """Return `Type: message` in one short line, or `Type` if there is no message."""
    name, message = type_name(error), message_of(error)
    return (f"{name}: {message}" if message else name)[:limit]


def cause_and_context_of(error: BaseException) -> tuple[BaseException | None, BaseException | None]:
    """Return what an exception was raised from, and what was handled meanwhile, unless that is suppressed."""
    return _CAUSE(error), None if _SUPPRESSED(error) else _CONTEXT(error)


def cause_of(error: BaseException) -> dict[str, str] | None:
    """Return type and message of the exception that caused this one, or None."""
    explicit, context = cause_and_context_of(error)
    cause = context if explicit is None else explicit
    return None if cause is None else {"type": type_name(cause), "message": message_of(cause)}
