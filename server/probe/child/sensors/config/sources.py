"""Where each setting of a Flask app came from: noted when it is set, told when the host asks.

Of what is written behind the methods of Flask's class and of `dict`, nothing is known.
"""

from __future__ import annotations

import threading
import weakref
from sys import _getframe
from typing import Any, NamedTuple

from ...describe.code_ownership import PROBE_FOLDER, ownership
from ...describe.functions import name_of
from ...describe.static_access import MISSING, is_a, qualified_name, text_or_none

TEXT_LIMIT = 300
SETTINGS_LIMIT = 2_000
FRAME_LIMIT = 50
SETTERS = ("flask.app", "flask.config", "flask.sansio.app")
"""The modules of Flask whose attributes and methods set settings for others."""


class SettingSource(NamedTuple):
    """How a setting was last set.

    `how` is the method, `origin` what it read (an object, a file, a prefix), `library` the package that
    called it, unless the app itself did. `caller` is the nearest line of the app. `value_id` is the id of the
    value, by which a later change behind the methods is noticed.
    """

    how: str
    origin: str
    library: str | None
    caller: dict[str, Any] | None
    value_id: int = 0


class Sources:
    """The sources of the settings of all configurations, each known as long as it exists."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[weakref.ref[Any], dict[str, SettingSource]]] = {}
        self._loading = Loading()

    def of(self, config: Any) -> dict[str, SettingSource]:
        """Return the sources of one configuration, by setting."""
        found = self._found.get(id(config))
        if found is None or found[0]() is not config:
            number = id(config)
            forget = weakref.ref(config, lambda _: self._found.pop(number, None))
            found = self._found[number] = forget, {}
        return found[1]

    def begin(self, config: Any, source: SettingSource) -> Any:
        """Note that a method begins to load settings; return what was loading before."""
        before = self._loading.now
        if before is None or before[0] is not config:
            self._loading.now = config, source
        return before

    def is_loading(self, config: Any) -> bool:
        """Return whether a method loads settings into this configuration in this thread."""
        return self._loading.now is not None and self._loading.now[0] is config

    def end(self, before: Any) -> None:
        """Note that the method has ended."""
        self._loading.now = before

    def note(self, config: Any, name: Any, how: str, depth: int) -> None:
        """Note that a setting is set now, by what is loading, or else by the frame so many above."""
        known = self.of(config)
        if type(name) is not str or (len(known) >= SETTINGS_LIMIT and name not in known):
            return
        source = self._loading.now[1] if self.is_loading(config) else source_of_call(how, "", depth + 1)
        known[name] = source._replace(value_id=id(dict.get(config, name)))


class Loading(threading.local):
    """What loads settings in this thread: the configuration and the source."""

    now: Any = None


def source_of_call(how: str, origin: str, depth: int) -> SettingSource:
    """Return a source whose caller is the frame so many above."""
    return SettingSource(how, origin[:TEXT_LIMIT], library_at(depth + 1), ownership.caller(depth + 1))


def library_at(depth: int) -> str | None:
    """Return the package that has made a call; None if it is the app itself, or nothing but the probe."""
    frame: Any = _getframe(depth)
    for _ in range(FRAME_LIMIT):
        if frame is None or ownership.is_own(frame.f_code.co_filename):
            return None
        module = dict.get(frame.f_globals, "__name__")
        name = module if type(module) is str else ""
        if name not in SETTERS and not frame.f_code.co_filename.startswith(PROBE_FOLDER):
            return name.partition(".")[0][:TEXT_LIMIT]
        frame = frame.f_back
    return None


def origin_of(value: Any) -> str:
    """Return what settings are loaded from, as its author calls it."""
    text = text_or_none(value)
    if text is not None:
        return text
    return qualified_name(value) if is_a(value, type) else name_of(value)


def names_in(updated: tuple[Any, ...], more: dict[str, Any]) -> list[Any]:
    """Return the names in the arguments of `dict.update`; an iterator, which is read once, is left alone."""
    found: list[Any] = list(more)
    for each in updated[:1]:
        if is_a(each, dict):
            found += [name for name in dict.keys(each) if type(name) is str]
    return found


def changed_names(before: dict[Any, Any], config: Any) -> list[Any]:
    """Return the names whose value is another object than before."""
    settings = list(dict.items(config))
    return [name for name, value in settings if type(name) is str and before.get(name, MISSING) is not value]


sources = Sources()
