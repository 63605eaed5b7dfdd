"""Evaluates an expression of the user's in a frame of a paused request, within limits of time and size."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ..describe.exception_text import summarize
from ..describe.static_access import type_name
from ..recording.clock import clock
from ..recording.recorder import Recorder, current_exchange

if TYPE_CHECKING:
    from types import FrameType

EXPRESSION_LIMIT = 2000
TEXT_LIMIT = 10_000


class TimeIsUpError(BaseException):
    """An expression has taken longer than it may; no `except Exception` of the guest catches it."""


class TimeLimit:
    """Ends what the current thread calls after so many seconds, as soon as it runs code of Python again."""

    def __init__(self, seconds: float) -> None:
        self._deadline = clock.monotonic() + seconds
        self._before: Any = None

    def __enter__(self) -> None:
        self._before = sys.gettrace()
        sys.settrace(self._trace)

    def __exit__(self, *_: object) -> None:
        sys.settrace(self._before)

    def _trace(self, frame: FrameType, event: str, arg: Any) -> Any:
        # A loop in one line has no further lines. Python 3.9 loses what is raised at a line if it reports the
        # instruction too, so there only instructions are reported.
        frame.f_trace_opcodes = True
        if sys.version_info < (3, 10):
            frame.f_trace_lines = False
        if clock.monotonic() > self._deadline:
            raise TimeIsUpError
        return self._trace


def evaluate(expression: str, frame: FrameType, seconds: float) -> dict[str, Any]:
    """Return type and `repr` of an expression as `{type, text, cut, problem}`; never raises.

    What it does is recorded outside of the paused exchange, to which it does not belong.
    """
    exchange = current_exchange()
    try:
        # Also the names of the function are global here, or a comprehension would not find them.
        names = {**frame.f_globals, **frame.f_locals}
        code = compile(expression[:EXPRESSION_LIMIT].strip(), "<expression>", "eval")
        Recorder.set_current(None)
        with TimeLimit(seconds):
            value = eval(code, names)  # noqa: S307 - the user asks for it, in a process that runs their code
            text = repr(value)
        text = str.__str__(text)
        return {
            "type": type_name(value),
            "text": text[:TEXT_LIMIT],
            "cut": len(text) > TEXT_LIMIT,
            "problem": None,
        }
    except TimeIsUpError:
        return refusal(f"It was ended after {seconds:g} seconds.")
    except BaseException as error:
        return refusal(summarize(error))
    finally:
        Recorder.set_current(exchange)


def refusal(problem: str) -> dict[str, Any]:
    """Return the answer that says why there is no value."""
    return {"type": "", "text": "", "cut": False, "problem": problem}
