"""Start an app, ask it one question, and stop it again."""

import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from desktop.cli import targets
from desktop.cli.console import coloured, is_colourful
from desktop.cli.record import notes
from desktop.shell.process.signals import terminates_on_signals
from server.lenses.kit.blocks import Block
from server.lenses.render.terminal_blocks import block_lines, without_colour
from server.model.guest import GuestState
from server.model.problem import Problem
from server.runner.guests.guests import Guests
from server.runner.guests.limit_problems import start_timeout
from server.runner.processes.limits import Limits
from server.runner.targets.interpreters import usable_python

# How long after the limit of the start its effect may take to be reported, in seconds.
_GRACE_SECONDS: Final = 5.0

Question = Mapping[str, Any]
QuestionFor = Callable[[str], Question | Problem]
"""Returns the question for an app at an address."""


def ask(
    spec: str, python: Path | None, about: str, question_for: QuestionFor
) -> tuple[Question, Mapping[str, Any]] | Problem:
    """Return the question and the answer of the app that `spec` names, or why there is none."""
    interpreter = targets.choose_for(spec, str(python or ""))
    resolved = targets.find(spec, interpreter)
    if isinstance(resolved, Problem):
        return notes.with_commands(resolved, spec)
    notes.warn(interpreter, resolved)
    usable = usable_python(interpreter)
    if isinstance(usable, Problem):
        return usable
    limits = Limits()
    with terminates_on_signals():
        guests = Guests(limits=limits)
        try:
            guest = guests.open(resolved, python=usable)
            status = guest.wait(limits.start_seconds + _GRACE_SECONDS)
            if status.state is not GuestState.READY:
                problem = status.problem or start_timeout(limits.start_seconds, "\n".join(status.output))
                return notes.with_interpreter(notes.from_here(problem, resolved.root), interpreter)
            question = question_for(guest.url)
            if isinstance(question, Problem):
                return question
            answer = guest.ask(about, question)
        finally:
            guests.close()
    return answer if isinstance(answer, Problem) else (question, answer)


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print what a tool shows, in colour where the output takes it."""
    paint = coloured if is_colourful(sys.stdout) else without_colour
    for number, block in enumerate(blocks):
        if number:
            print()
        for line in block_lines(block, paint):
            print(line.replace("\n", "\\n"))
