"""Says where a request stands that is not answered: the stack of its thread, the app's own lines first."""

from dataclasses import replace

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.stack import Stack, StackFrame, Stacks
from server.runner.redaction.text import redact_line_of_source
from server.runner.redaction.values import SecretValues


def redacted(stacks: Stacks) -> Stacks:
    """Return the stacks without the secrets that stand as literals in lines of source."""

    def line(frame: StackFrame) -> StackFrame:
        return replace(frame, source=redact_line_of_source(frame.source, SecretValues()))

    return replace(
        stacks,
        stacks=tuple(replace(stack, frames=tuple(map(line, stack.frames))) for stack in stacks.stacks),
    )


def explained(problem: Problem, stacks: Stacks, exchange: int | None) -> Problem:
    """Return a time-out with what the stacks say; `exchange` is the number of its exchange if it has started.

    Without a stack of it, and unless all threads are busy, the problem is returned unchanged.
    """
    if exchange is not None:
        found = stacks.of(exchange)
        return _standing(problem, found) if found else problem
    if not 0 < stacks.threads <= stacks.busy:
        return problem
    busy = _("All %(number)d threads of the app are busy.", number=stacks.threads)
    return replace(
        problem,
        cause=f"{problem.cause} {busy}",
        remedy=_("Look for what the requests under way wait for, or end them."),
        detail="\n\n".join(map(_text, stacks.stacks[: stacks.threads])),
    )


def _standing(problem: Problem, stacks: tuple[Stack, ...]) -> Problem:
    cause = problem.cause
    own = next((frame for stack in stacks for frame in reversed(stack.frames) if frame.own), None)
    if own is not None:
        where = _(
            "It is at %(place)s, in %(function)s.", place=f"{own.file}:{own.line}", function=own.function
        )
        cause = f"{cause} {where}"
    return replace(problem, cause=cause, detail="\n\n".join(map(_text, stacks)))


def _text(stack: Stack) -> str:
    """Return a stack as text: the guest's own frames, then all of them, the innermost first."""
    own = [frame for frame in reversed(stack.frames) if frame.own]
    lines = [_("The app's own lines, the innermost first:"), *map(_line, own)] if own else []
    if stack.thread is not None:
        lines.insert(0, _("Thread %(name)s", name=stack.thread))
    lines += [_("The whole stack:"), *map(_line, reversed(stack.frames))]
    return "\n".join(lines)


def _line(frame: StackFrame) -> str:
    source = f": {frame.source}" if frame.source else ""
    return f"  {frame.file}:{frame.line} {frame.function}{source}"
