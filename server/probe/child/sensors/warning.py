"""The sensor of warnings: each that is given during an exchange, whether it is shown or not.

`warnings.warn` and `warn_explicit` keep their meaning: the level is increased by the probe's frames only, so
the location, the once-registry and the filters are those that the guest would have without the probe.
"""

from __future__ import annotations

import functools
import sys
import threading
import warnings
from sys import _getframe
from types import FrameType
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import PROBE_FOLDER, ownership
from ..describe.exception_text import message_of
from ..describe.static_access import class_name, is_a, text_or_none, type_name
from ..patch.patching import replace_names
from ..recording.probe import report_fault
from ..recording.thread_work import current_work
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe

KIND = "warning"

WARNING_LIMIT = 100
MESSAGE_LIMIT = 2_000
LEVEL_LIMIT = 200

_state = threading.local()


def is_probe_frame(frame: FrameType) -> bool:
    """Return whether a frame is the probe's."""
    return frame.f_code.co_filename.startswith(PROBE_FOLDER)


def adjusted_level(level: int) -> tuple[int, FrameType | None]:
    """Return the level that selects the same frame from inside our `warn`, and that frame."""
    frame: FrameType | None = _getframe(2)
    remaining = max(level, 1)
    adjusted = 1
    while frame is not None and adjusted < LEVEL_LIMIT:
        adjusted += 1
        if not is_probe_frame(frame):
            remaining -= 1
            if remaining == 0:
                return adjusted, frame
        frame = frame.f_back
    return max(level, 1) + 1, None


class EmittedWarning:
    """A context in which one warning passes the filters; `shown` is true if they let it through."""

    def __init__(self) -> None:
        self.shown = False

    def __enter__(self) -> EmittedWarning:
        self.before = getattr(_state, "warned", None)
        _state.warned = self
        return self

    def __exit__(self, *_: object) -> None:
        _state.warned = self.before


def category_of(message: Any, category: Any) -> str:
    """Return the class name of a warning."""
    if is_a(message, Warning):
        return type_name(message)
    return class_name(category) if is_a(category, type) else "UserWarning"


def report(message: Any, category: Any, location: tuple[str, int], outcome: str) -> None:
    """Report one warning."""
    exchange = current_work()
    if exchange is None:
        return
    try:
        count = exchange.data[KIND] = exchange.data.get(KIND, 0) + 1
        if count > WARNING_LIMIT:
            return
        text = message_of(message) if is_a(message, Warning) else str.__str__(message)[:MESSAGE_LIMIT]
        name = category_of(message, category)
        body = {
            "category": name,
            "message": text,
            "file": location[0],
            "line": location[1],
            "outcome": outcome,
        }
        caller = ownership.caller(3)
        exchange.emit(
            KIND, exchange.start_span(), body, timed=False, caller=caller, family=f"{name}: {text[:200]}"
        )
    except Exception as error:
        report_fault(KIND, error)


def wrap_warn(original: Any) -> Any:
    """Wrap `warnings.warn`."""

    def warn(message: Any, category: Any = None, stacklevel: Any = 1, *rest: Any, **more: Any) -> None:
        if type(stacklevel) is not int or not issubclass(type(message), (str, Warning)):
            original(message, category, stacklevel, *rest, **more)
            return
        prefixes = more.get("skip_file_prefixes")
        level, frame = adjusted_level(stacklevel)
        if type(prefixes) is tuple and prefixes:
            caller = _getframe(1)
            level = max(stacklevel, 2) + (not caller.f_code.co_filename.startswith(tuple(prefixes)))
        location = (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("", 0)
        raised = False
        with EmittedWarning() as warned:
            try:
                original(message, category, level, *rest, **more)
            except Warning:
                raised = True
                raise
            finally:
                report(message, category, location, outcome_of(raised=raised, shown=warned.shown))

    return warn


def wrap_warn_explicit(original: Any) -> Any:
    """Wrap `warnings.warn_explicit`."""

    def warn_explicit(
        message: Any, category: Any, filename: Any, lineno: Any, *rest: Any, **more: Any
    ) -> None:
        raised = False
        with EmittedWarning() as warned:
            try:
                original(message, category, filename, lineno, *rest, **more)
            except Warning:
                raised = True
                raise
            finally:
                if issubclass(type(message), (str, Warning)) and type(lineno) is int:
                    location = (text_or_none(filename) or "", lineno)
                    report(message, category, location, outcome_of(raised=raised, shown=warned.shown))

    return warn_explicit


def outcome_of(*, raised: bool, shown: bool) -> str:
    """Return what became of a warning: `raised`, `shown` or `hidden`."""
    return "raised" if raised else "shown" if shown else "hidden"


def wrap_showwarnmsg(original: Any) -> Any:
    """Wrap the function that the interpreter calls with each warning that passed the filters."""

    def _showwarnmsg(msg: Any) -> Any:
        warned = getattr(_state, "warned", None)
        if warned is not None:
            warned.shown = True
        elif current_work() is not None:
            # The interpreter itself warned, without calling `warn`.
            report(msg.message, msg.category, (str(msg.filename), int(msg.lineno)), "shown")
        return original(msg)

    return _showwarnmsg


def attach(probe: Probe) -> None:
    """Wrap both functions under every name that loaded modules have for them."""
    for name, make_wrapper in (("warn", wrap_warn), ("warn_explicit", wrap_warn_explicit)):
        original = getattr(warnings, name)
        wrapped = functools.wraps(original)(make_wrapper(original))
        for module in list(sys.modules.values()):
            # Without getattr, for a module's own `__getattr__` may do anything.
            if getattr(module, "__dict__", {}).get(name) is original:
                replace_names(module, original, wrapped)
    show = warnings._showwarnmsg  # type: ignore[attr-defined]  # what the interpreter calls, since Python 3.6
    warnings._showwarnmsg = functools.wraps(show)(wrap_showwarnmsg(show))  # type: ignore[attr-defined]  # as above


SENSOR = Sensor(KIND, attach)
