"""Warnings during an exchange, shown or not.

`warnings.warn` and `warn_explicit` keep meaning the same: the level is raised by our own frames only, so that
the place, its once-registry and the filters are those that the guest would have had.
"""

from __future__ import annotations

import functools
import sys
import threading
import warnings
from types import FrameType
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import CHILD, ownership
from ..describe.tracebacks import message_of
from ..patch.patching import replace_names
from ..recording.probe import report_fault
from ..recording.recorder import current_exchange
from .sensor import Sensor

if TYPE_CHECKING:
    from ..recording.probe import Probe

KIND = "warning"

TOLD = 100
MESSAGE_LIMIT = 2_000
LEVELS = 200

_state = threading.local()


def ours(frame: FrameType) -> bool:
    """Whether a frame is the probe's."""
    return frame.f_code.co_filename.startswith(CHILD)


def true_level(level: int) -> tuple[int, FrameType | None]:
    """The level that means the same frame from inside our `warn`, and that frame."""
    frame: FrameType | None = sys._getframe(2)
    wanted = max(level, 1)
    passed = 1
    while frame is not None and passed < LEVELS:
        passed += 1
        if not ours(frame):
            wanted -= 1
            if wanted == 0:
                return passed, frame
        frame = frame.f_back
    return max(level, 1) + 1, None


class EmittedWarning:
    """One warning on its way through the filters."""

    def __init__(self) -> None:
        self.shown = False

    def __enter__(self) -> EmittedWarning:
        self.before = getattr(_state, "warned", None)
        _state.warned = self
        return self

    def __exit__(self, *_: object) -> None:
        _state.warned = self.before


def category_of(message: Any, category: Any) -> str:
    """The name of the class of a warning."""
    if isinstance(message, Warning):
        return type(message).__name__
    return category.__name__ if isinstance(category, type) else "UserWarning"


def tell(message: Any, category: Any, place: tuple[str, int], outcome: str) -> None:
    """Report one warning."""
    exchange = current_exchange()
    if exchange is None:
        return
    try:
        count = exchange.data[KIND] = exchange.data.get(KIND, 0) + 1
        if count > TOLD:
            return
        text = message_of(message) if isinstance(message, Warning) else str.__str__(message)[:MESSAGE_LIMIT]
        name = category_of(message, category)
        body = {
            "category": name,
            "message": text,
            "file": place[0],
            "line": place[1],
            "outcome": outcome,
        }
        caller = ownership.caller(3)
        exchange.emit(
            KIND, exchange.start_span(), body, timed=False, caller=caller, family=f"{name}: {text[:200]}"
        )
    except Exception as error:
        report_fault(KIND, error)


def warning(original: Any) -> Any:
    """Around `warnings.warn`."""

    def warn(message: Any, category: Any = None, stacklevel: Any = 1, *rest: Any, **more: Any) -> None:
        if type(stacklevel) is not int or not isinstance(message, (str, Warning)):
            original(message, category, stacklevel, *rest, **more)
            return
        prefixes = more.get("skip_file_prefixes")
        level, frame = true_level(stacklevel)
        if prefixes:
            caller = sys._getframe(1)
            level = max(stacklevel, 2) + (not caller.f_code.co_filename.startswith(tuple(prefixes)))
        place = (frame.f_code.co_filename, frame.f_lineno) if frame is not None else ("", 0)
        raised = False
        with EmittedWarning() as warned:
            try:
                original(message, category, level, *rest, **more)
            except Warning:
                raised = True
                raise
            finally:
                tell(message, category, place, outcome(raised=raised, shown=warned.shown))

    return warn


def explicitly(original: Any) -> Any:
    """Around `warnings.warn_explicit`."""

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
                if isinstance(message, (str, Warning)) and type(lineno) is int:
                    place = (str(filename), lineno)
                    tell(message, category, place, outcome(raised=raised, shown=warned.shown))

    return warn_explicit


def outcome(*, raised: bool, shown: bool) -> str:
    """What the filters made of a warning."""
    return "raised" if raised else "shown" if shown else "hidden"


def showing(original: Any) -> Any:
    """Around what the interpreter calls with a warning that passed the filters, whoever gave it."""

    def _showwarnmsg(msg: Any) -> Any:
        warned = getattr(_state, "warned", None)
        if warned is not None:
            warned.shown = True
        elif current_exchange() is not None:
            # The interpreter itself warned: it does not come by our `warn`.
            tell(msg.message, msg.category, (str(msg.filename), int(msg.lineno)), "shown")
        return original(msg)

    return _showwarnmsg


def attach(probe: Probe) -> None:
    """Stand around both functions under every name that loaded modules have for them."""
    for name, make in (("warn", warning), ("warn_explicit", explicitly)):
        original = getattr(warnings, name)
        wrapped = functools.wraps(original)(make(original))
        for module in list(sys.modules.values()):
            # Not by getattr: a module may do anything when it is asked for a name that it does not have.
            if getattr(module, "__dict__", {}).get(name) is original:
                replace_names(module, original, wrapped)
    show = warnings._showwarnmsg  # type: ignore[attr-defined]  # what the interpreter calls, since Python 3.6
    warnings._showwarnmsg = functools.wraps(show)(showing(show))  # type: ignore[attr-defined]  # as above


SENSOR = Sensor(KIND, attach)
