"""The sensor of `flask.g`: which names were set, read and removed during a request, and by which lines.

Only objects of Flask's own class and of classes that derive from it are seen.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import ownership
from ..describe.describe import describe
from ..describe.static_access import instance_dict, is_a, stored, type_name
from ..patch.patching import wrap
from ..patch.watched_methods import watch_method
from ..recording.probe import report_fault
from ..recording.recorder import Exchange, current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe
    from ..recording.wsgi_call import Call

KIND = "g"

NAME_LIMIT = 40
TEXT_LIMIT = 200
VALUE_LIMIT = 500
ACTS = {"set": "set_by", "read": "read_by", "removed": "removed_by"}
"""What can happen to a name, and the field with the line that did it first."""


class WatchedG:
    """One object `g` during one exchange; it holds none of the guest's objects."""

    def __init__(self, exchange: Exchange, g: Any) -> None:
        self.exchange = exchange
        self.span = exchange.start_span()
        self.class_name = type_name(g)
        self.names: dict[str, dict[str, Any]] = {}
        self.values: dict[str, dict[str, Any]] = {}
        self.omitted: set[int] = set()
        self.described = False
        self._found = weakref.ref(g)

    def is_for(self, g: Any) -> bool:
        """Return whether this is the watch of that object."""
        return self._found() is g

    def facts(self, name: str) -> dict[str, Any] | None:
        """Return what is known of a name; None for one beyond the limit."""
        found = self.names.get(name)
        if found is None and len(self.names) < NAME_LIMIT:
            found = self.names[name] = {
                "name": name[:TEXT_LIMIT],
                "before": False,
                "set": 0,
                "set_by": None,
                "read": 0,
                "read_by": None,
                "missed": 0,
                "removed": 0,
                "removed_by": None,
            }
        elif found is None:
            self.omitted.add(hash(name))
        return found

    def note(self, name: str, act: str) -> dict[str, Any] | None:
        """Count what happened to a name; the first time the line is noted that did it."""
        facts = self.facts(name)
        if facts is not None:
            facts[act] += 1
            if facts[act] == 1:
                facts[ACTS[act]] = ownership.caller(5)
        return facts

    def describe_value(self, name: str, value: Any) -> None:
        """Describe the value of a name."""
        if name in self.names:
            self.values[name[:TEXT_LIMIT]] = describe(value, VALUE_LIMIT)

    def describe_all(self) -> None:
        """Describe what it holds now, if it still exists."""
        self.described = True
        for name, value in attributes_of(self._found()).items():
            if type(name) is str and self.facts(name) is not None:
                self.describe_value(name, value)

    def body(self) -> dict[str, Any]:
        """Return the body of the event."""
        left = attributes_of(self._found())
        names = [{**facts, "left": name in left} for name, facts in self.names.items()]
        return {
            "class": self.class_name,
            "names": names,
            "values": self.values,
            "omitted": len(self.omitted),
        }


def attributes_of(g: Any) -> dict[Any, Any]:
    """Return a copy of what is stored in an object."""
    attributes = instance_dict(g)
    return {} if attributes is None else dict(dict.items(attributes))


def has(g: Any, name: str) -> bool:
    """Return whether a name is stored in an object `g`."""
    attributes = instance_dict(g)
    return attributes is not None and dict.__contains__(attributes, name)


def watch_of(exchange: Exchange, g: Any) -> WatchedG:
    """Return the watch of an object in an exchange; a new one at its first use."""
    watched: list[WatchedG] = exchange.data.setdefault(KIND, [])
    for each in watched:
        if each.is_for(g):
            return each
    watched.append(WatchedG(exchange, g))
    return watched[-1]


def note(g: Any, name: Any, act: str) -> None:
    """Note what happens to a name, where a request is being answered."""
    exchange = current_exchange()
    if exchange is None or exchange.closed or type(name) is not str:
        return
    try:
        note_in(exchange, g, name, act)
    except Exception as error:
        report_fault(KIND, error)


def note_in(exchange: Exchange, g: Any, name: str, act: str) -> None:
    """Note what happens to a name; a name that is not there is one that was missed."""
    watch = watch_of(exchange, g)
    if act == "set":
        watch.note(name, act)
        return
    if not has(g, name):
        facts = watch.facts(name)
        if facts is not None:
            facts["missed"] += 1
        return
    if act == "removed":
        watch.note(name, act)
        watch.describe_value(name, attributes_of(g)[name])
    else:
        watch.note(name, act)


def wrap_getattribute(original: Any) -> Any:
    """Wrap the reading of an attribute; methods and what is missing are none of its names."""

    def __getattribute__(self: Any, name: str) -> Any:  # noqa: N807 - it becomes that method
        if name[:2] != "__" and has(self, name):
            note(self, name, "read")
        return original(self, name)

    return __getattribute__


def wrap_name(act: str) -> Any:
    """Return a wrapper for a method whose first argument is a name."""

    def make_wrapper(original: Any) -> Any:
        def method(self: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
            note(self, name, act)
            return original(self, name, *args, **kwargs)

        return method

    return make_wrapper


def wrap_setdefault(original: Any) -> Any:
    """Wrap `setdefault`, which sets a name that is missing and reads one that is there."""

    def setdefault(self: Any, name: Any, *args: Any, **kwargs: Any) -> Any:
        note(self, name, "read" if type(name) is str and has(self, name) else "set")
        return original(self, name, *args, **kwargs)

    return setdefault


def on_close(call: Call) -> None:
    """Report each object that was used."""
    for watch in call.exchange.data.pop(KIND, ()):
        if not watch.described:
            watch.describe_all()
        if watch.names:
            call.exchange.emit(KIND, watch.span, watch.body(), timed=False)


def attach(probe: Probe) -> None:
    """Wrap the methods of Flask's class, and look at `g` when a request is dispatched and torn down."""
    from flask.ctx import _AppCtxGlobals
    from flask.globals import _cv_app

    def current_g() -> Any:
        g = stored(_cv_app.get(None), "g")
        return g if is_a(g, _AppCtxGlobals) else None

    def note_before(exchange: Exchange) -> None:
        g = current_g()
        for name in attributes_of(g) if g is not None and instance_dict(g) else ():
            facts = watch_of(exchange, g).facts(name) if type(name) is str else None
            if facts is not None and not facts["set"]:
                facts["before"] = True

    def note_values(exchange: Exchange) -> None:
        g = current_g()
        for watch in exchange.data.get(KIND, ()):
            if watch.is_for(g) and not watch.described:
                watch.describe_all()

    def at_start_of(act: Any) -> Any:
        def make_wrapper(original: Any) -> Any:
            def method(self: Any, *args: Any, **kwargs: Any) -> Any:
                exchange = current_exchange()
                if exchange is not None and not exchange.closed:
                    try:
                        act(exchange)
                    except Exception as error:
                        report_fault(KIND, error)
                return original(self, *args, **kwargs)

            return method

        return make_wrapper

    wrap(_AppCtxGlobals, "__getattribute__", wrap_getattribute)
    wrap(_AppCtxGlobals, "__getattr__", wrap_name("read"))
    wrap(_AppCtxGlobals, "__setattr__", wrap_name("set"))
    wrap(_AppCtxGlobals, "__delattr__", wrap_name("removed"))
    wrap(_AppCtxGlobals, "get", wrap_name("read"))
    wrap(_AppCtxGlobals, "pop", wrap_name("removed"))
    wrap(_AppCtxGlobals, "setdefault", wrap_setdefault)
    watch_method("full_dispatch_request", at_start_of(note_before))
    watch_method("do_teardown_request", at_start_of(note_values))
    watch_method("do_teardown_appcontext", at_start_of(note_values))
    probe.on_close.append((KIND, on_close))


SENSOR = Sensor(KIND, attach, needs_flask=True)
