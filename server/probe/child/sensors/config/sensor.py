"""The sensor of settings: where each one came from, and which are changed while a request is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...describe.code_ownership import ownership
from ...describe.describe import describe
from ...patch.patching import wrap
from ...recording.probe import report_fault
from ...recording.recorder import Exchange, current_exchange
from ..sensor import Sensor
from .sources import changed_names, library_at, names_in, origin_of, source_of_call, sources

if TYPE_CHECKING:
    from ...recording.probe import Probe

KIND = "config"

NAME_LIMIT = 40
TEXT_LIMIT = 200
VALUE_LIMIT = 500

LOADERS = ("from_envvar", "from_file", "from_mapping", "from_object", "from_prefixed_env", "from_pyfile")
"""The methods of Flask's class that load many settings, some by calling another one of them."""
DEFAULT_PREFIX = "FLASK"
"""What `from_prefixed_env` has without an argument."""


def report(exchange: Exchange, how: str, config: Any, names: list[Any], depth: int) -> None:
    """Report settings that were set while a request is answered, unless Flask itself has set them."""
    if library_at(depth + 1) == "flask":
        return
    shown = names[:NAME_LIMIT]
    values = {name[:TEXT_LIMIT]: describe(dict.get(config, name), VALUE_LIMIT) for name in shown}
    body = {"how": how, "values": values, "omitted": len(names) - len(shown)}
    exchange.emit(KIND, exchange.start_span(), body, timed=False, caller=ownership.caller(depth + 1))


def note(how: str, config: Any, names: list[Any], *, in_loader: bool = False) -> None:
    """Note settings that a method has set; called by the wrapper of that method."""
    try:
        names = [name for name in names if type(name) is str]
        for name in () if in_loader else names:
            sources.note(config, name, how, 3)
        exchange = current_exchange()
        if exchange is not None and not exchange.closed and names and not sources.is_loading(config):
            report(exchange, how, config, names, 3)
    except Exception as error:
        report_fault(KIND, error)


def origin_in(how: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    """Return what a method loads settings from, by its arguments."""
    if how == "from_mapping":
        return ""
    if args or kwargs:
        return origin_of(args[0] if args else next(iter(kwargs.values())))
    return DEFAULT_PREFIX


def wrap_loader(how: str) -> Any:
    """Return a wrapper for a method that loads settings: what it sets has the method as its source."""

    def make_wrapper(original: Any) -> Any:
        def load(self: Any, *args: Any, **kwargs: Any) -> Any:
            before = dict.copy(self) if current_exchange() is not None else None
            try:
                state = sources.begin(self, source_of_call(how, origin_in(how, args, kwargs), 2))
            except Exception as error:
                report_fault(KIND, error)
                return original(self, *args, **kwargs)
            try:
                return original(self, *args, **kwargs)
            finally:
                sources.end(state)
                if before is not None:
                    note(how, self, changed_names(before, self), in_loader=True)

        return load

    return make_wrapper


def wrap_setitem(original: Any) -> Any:
    """Wrap the assignment of one setting."""

    def __setitem__(self: Any, name: Any, value: Any) -> None:  # noqa: N807 - it becomes that method
        original(self, name, value)
        note("set", self, [name])

    return __setitem__


def wrap_setdefault(original: Any) -> Any:
    """Wrap `setdefault`, which sets what is not set."""

    def setdefault(self: Any, name: Any, *args: Any) -> Any:
        size = dict.__len__(self)
        value = original(self, name, *args)
        if dict.__len__(self) != size:
            note("setdefault", self, [name])
        return value

    return setdefault


def wrap_update(original: Any) -> Any:
    """Wrap `update`, which sets many settings without a call of `__setitem__`."""

    def update(self: Any, *args: Any, **kwargs: Any) -> None:
        before = dict.copy(self)
        original(self, *args, **kwargs)
        note("update", self, list(dict.fromkeys([*names_in(args, kwargs), *changed_names(before, self)])))

    return update


def attach(probe: Probe) -> None:
    """Wrap the methods of Flask's class that set something."""
    from flask import Config

    for name in LOADERS:
        wrap(Config, name, wrap_loader(name))
    wrap(Config, "__setitem__", wrap_setitem)
    wrap(Config, "setdefault", wrap_setdefault)
    wrap(Config, "update", wrap_update)


SENSOR = Sensor(KIND, attach, needs_flask=True)
