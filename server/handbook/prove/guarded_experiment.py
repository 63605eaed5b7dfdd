"""Run an experiment so that anything it does ends in an observation or in Undecided."""

import contextvars
import ctypes
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from server.handbook.bench.bench import Bench
from server.handbook.catalogue.lab_reader import raised_at
from server.handbook.experiment import Experiment, Observation
from server.handbook.undecided import Undecided
from server.i18n import gettext as _

# Longer than anything that an experiment waits for; only an endless loop takes so long.
SECONDS: Final = 120.0
CHECK_SECONDS: Final = 0.05


def observe(
    experiment: Experiment,
    bench: Bench,
    parameters: Mapping[str, Any],
    *,
    seconds: float = SECONDS,
    stopped: threading.Event | None = None,
) -> Observation:
    """Return what the experiment observed; raise Undecided, and nothing else, if it observed nothing.

    The experiment runs on a thread of its own, which is abandoned if it has not ended after `seconds` or when
    `stopped` is set: a loop in the lab's code is interrupted, and the programs and guests that it waits for
    end with the experiment.
    """
    stopped = stopped or threading.Event()
    results: list[Observation | Undecided] = []
    context = contextvars.copy_context()
    thread = threading.Thread(
        target=lambda: results.append(context.run(_run, experiment, bench, parameters)),
        name=f"experiment-{experiment.id}",
        daemon=True,
    )
    thread.start()
    deadline = time.monotonic() + seconds
    while thread.is_alive() and time.monotonic() < deadline and not stopped.is_set():
        thread.join(CHECK_SECONDS)
    if thread.is_alive():
        _interrupt(thread, experiment)
    if not results:
        if stopped.is_set():
            raise Undecided(_("The run was ended before the experiment was."), _("Run it again."))
        raise Undecided(
            _("The experiment did not end within %(seconds)g s.", seconds=seconds),
            _("Run it again; if it happens again, the code of the experiment is at fault."),
        )
    if isinstance(results[0], Undecided):
        raise results[0]
    return results[0]


def _interrupt(thread: threading.Thread, experiment: Experiment) -> None:
    """Raise SystemExit in a thread that executes the lab's own code, such as an endless loop.

    A thread in our code is left alone: it may hold a lock, and nothing that it waits for lasts for ever.
    """
    frame = sys._current_frames().get(thread.ident or 0)
    if frame is None or frame.f_code.co_filename != experiment.run.__code__.co_filename:
        return
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident or 0), ctypes.py_object(SystemExit)
    )


def _run(experiment: Experiment, bench: Bench, parameters: Mapping[str, Any]) -> Observation | Undecided:
    try:
        observation: object = experiment.run(bench, **parameters)
    except Undecided as undecided:
        return undecided
    except (Exception, SystemExit) as error:
        # The answers of an edited app may have any shape, so reading them may raise any exception.
        return Undecided(
            _(
                "The experiment could not read the answers (%(error)s).",
                error=f"{type(error).__name__}: {error}{_place(experiment, error)}",
            ),
            _("Restore the lab; if it is the original, the experiment itself is at fault."),
        )
    if isinstance(observation, Observation) and isinstance(observation.because, str):
        return observation
    # Only the author of a lab meets these two; see docs/labs.md.
    if isinstance(observation, Observation):
        return Undecided(
            f"The experiment gave {observation.because!r} as the reason, which is not a sentence.",
            "Let its `because` be a text that says what was seen, as docs/labs.md shows.",
        )
    return Undecided(
        f"The experiment gave {type(observation).__name__} in the place of an Observation.",
        "Let its function return one, as docs/labs.md shows.",
    )


def _place(experiment: Experiment, error: BaseException) -> str:
    """Return where in the lab's claims.py the error was raised, for the author of the lab."""
    file = experiment.run.__code__.co_filename
    line = raised_at(file, error)
    return f"; {Path(file).name}, line {line}" if line else ""
