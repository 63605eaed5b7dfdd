"""The cache sensor: keys read, stored and removed through cachelib, on which Flask-Caching is built."""

from __future__ import annotations

from datetime import timedelta
from types import FunctionType
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..describe.static_access import (
    MISSING,
    bases_of,
    is_defined_in,
    own_attribute,
    text_or_none,
    type_name,
)
from ..patch.import_hooks import when_imported
from ..patch.patching import wrap_method
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Library, Sensor

if TYPE_CHECKING:
    from types import ModuleType

    from ..recording.probe import Probe

KIND = "cache"

LIBRARY = "cachelib"

KEY_LIMIT = 200
KEYS_LIMIT = 50
VALUE_LIMIT = 300

OPERATIONS = ("add", "delete", "get", "set")
"""The methods with one key; each class of cachelib that has its own is wrapped."""
TIMEOUT = 2
"""The position of the time limit in the arguments of `set` and `add`, after `self`."""


def report(  # noqa: PLR0913, PLR0917 - the facts of one operation
    exchange: Exchange,
    span: tuple[int, float],
    ended: float,
    cache: Any,
    operation: str,
    key: Any,
    value: Any,
    found: bool | None,
    timeout: float | None = None,
) -> None:
    """Report one operation; `value` is what was read or written, `found` whether the key was there."""
    name = (text_or_none(key) or "")[:KEY_LIMIT]
    body = {
        "operation": operation,
        "backend": type_name(cache),
        "key": name,
        "found": found,
        "timeout": timeout,
        "values": {} if value is MISSING else {name: describe(value, VALUE_LIMIT)},
    }
    caller = ownership.caller(4)
    exchange.emit(KIND, span, body, ended=ended, caller=caller, family=f"{operation} {name}")


def report_call(  # noqa: PLR0913, PLR0917 - what is known of one call
    exchange: Exchange,
    span: tuple[int, float],
    operation: str,
    args: tuple[Any, ...],
    kwargs: Any,
    result: Any,
) -> None:
    """Report a call of a method with one key, by its arguments and its result."""
    try:
        ended = exchange.now()
        cache, key, *rest = args if len(args) > 1 else (*args, kwargs.get("key"))
        value, found, timeout = MISSING, None, None
        if operation == "get":
            value, found = (MISSING, False) if result is None else (result, True)
        elif operation == "delete":
            found = result if type(result) is bool else None
        else:
            value = rest[0] if rest else kwargs.get("value")
            timeout = seconds_of(rest[1] if len(rest) > 1 else kwargs.get("timeout"))
            found = not result if operation == "add" and type(result) is bool else None
        report(exchange, span, ended, cache, operation, key, value, found, timeout)
    except Exception as error:
        report_fault(KIND, error)


def report_many(exchange: Exchange, span: tuple[int, float], args: tuple[Any, ...], result: Any) -> None:
    """Report the reading of several keys at once, each as one event."""
    try:
        ended = exchange.now()
        cache, *keys = args
        if type(result) is list and len(result) == len(keys):
            for number, (key, value) in enumerate(list(zip(keys, result))[:KEYS_LIMIT]):
                own_span = span if not number else (exchange.start_span()[0], span[1])
                shown, found = (MISSING, False) if value is None else (value, True)
                report(exchange, own_span, ended, cache, "get", key, shown, found)
    except Exception as error:
        report_fault(KIND, error)


def seconds_of(timeout: Any) -> float | None:
    """Return a time limit in seconds; None where the default of the cache is used."""
    if type(timeout) is timedelta:
        return timeout.total_seconds()
    return timeout if type(timeout) in (int, float) else None


def wrap_operation(operation: str) -> Any:
    """Return a wrapper for a method with one key."""

    def make_wrapper(original: Any) -> Any:
        def method(*args: Any, **kwargs: Any) -> Any:
            exchange = current_exchange()
            if exchange is None or exchange.is_over():
                return original(*args, **kwargs)
            span = exchange.start_span()
            result = original(*args, **kwargs)
            report_call(exchange, span, operation, args, kwargs, result)
            return result

        return method

    return make_wrapper


def wrap_get_many(original: Any) -> Any:
    """Wrap a `get_many` that asks its server once for all keys."""

    def get_many(*args: Any, **kwargs: Any) -> Any:
        exchange = current_exchange()
        if exchange is None or exchange.is_over():
            return original(*args, **kwargs)
        span = exchange.start_span()
        result = original(*args, **kwargs)
        report_many(exchange, span, args, result)
        return result

    return get_many


def wrap_classes(module: ModuleType) -> None:
    """Wrap the methods of each class of cachelib that has its own; the base's `get_many` calls `get`."""
    named = (getattr(module, name) for name in module.__all__)
    owners = dict.fromkeys(base for cls in named for base in bases_of(cls) if is_defined_in(base, LIBRARY))
    for owner in owners:
        for operation in OPERATIONS:
            if type(own_attribute(owner, operation)) is FunctionType:
                wrap_method(owner, operation, wrap_operation(operation))
        if owner is not module.BaseCache and type(own_attribute(owner, "get_many")) is FunctionType:
            wrap_method(owner, "get_many", wrap_get_many)


def attach(probe: Probe) -> None:
    """Wrap the classes of cachelib once the guest has imported it."""
    when_imported(KIND, LIBRARY, wrap_classes)


SENSOR = Sensor(KIND, attach, libraries=(Library(LIBRARY, LIBRARY),))
