"""Runs an experiment so that whatever it does comes out as an observation, or as undecided."""

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

# Longer than anything that an experiment waits for; only a loop without an end takes so long.
SECONDS: Final = 120.0
LOOK_SECONDS: Final = 0.05


def observe(
    experiment: Experiment,
    bench: Bench,
    parameters: Mapping[str, Any],
    *,
    seconds: float = SECONDS,
    ended: threading.Event | None = None,
) -> Observation:
    """What the experiment saw; raises Undecided, and nothing else, where it saw nothing.

    It runs on a thread of its own. One that has not ended after `seconds`, or when `ended` is set, is left
    behind: a loop of its own is ended, and the programs and guests that it waits for end with the experiment.
    """
    ended = ended or threading.Event()
    answer: list[Observation | Undecided] = []
    context = contextvars.copy_context()
    thread = threading.Thread(
        target=lambda: answer.append(context.run(_run, experiment, bench, parameters)),
        name=f"experiment-{experiment.id}",
        daemon=True,
    )
    thread.start()
    deadline = time.monotonic() + seconds
    while thread.is_alive() and time.monotonic() < deadline and not ended.is_set():
        thread.join(LOOK_SECONDS)
    if thread.is_alive():
        _end(thread, experiment)
    if not answer:
        if ended.is_set():
            raise Undecided("The run was ended before the experiment was.", "Run it again.")
        raise Undecided(
            f"The experiment did not end within {seconds:g} seconds.",
            "Run it again; if it stays so, its own code is at fault.",
        )
    if isinstance(answer[0], Undecided):
        raise answer[0]
    return answer[0]


def _end(thread: threading.Thread, experiment: Experiment) -> None:
    """Raise SystemExit in a thread that is in the lab's own code, a loop say; nobody hears of it.

    In ours it may hold a lock, and waits for nothing that does not end.
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
        # An experiment reads what an edited app answers: any shape, hence any error.
        return Undecided(
            f"The answers were not what the experiment can read ({type(error).__name__}: {error}"
            f"{_place(experiment, error)}).",
            "Restore the lab; if it is as printed, the experiment itself is at fault.",
        )
    if isinstance(observation, Observation) and isinstance(observation.because, str):
        return observation
    if isinstance(observation, Observation):
        return Undecided(
            f"The experiment gave {observation.because!r} as the reason, which is no sentence.",
            "Let its `because` be a text that says what was seen, as docs/labs.md shows.",
        )
    return Undecided(
        f"The experiment gave {type(observation).__name__} in the place of an Observation.",
        "Let its function return one, as docs/labs.md shows.",
    )


def _place(experiment: Experiment, error: BaseException) -> str:
    """Where in the lab's own claims.py it arose, for who writes it."""
    file = experiment.run.__code__.co_filename
    line = raised_at(file, error)
    return f"; {Path(file).name}, line {line}" if line else ""
