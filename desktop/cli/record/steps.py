"""The requests of one visitor on the command line: the first one, and those after `--then`."""

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import click

from desktop.cli.record import arguments
from desktop.shell.i18n import _
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

THEN: Final = "then"
# The options that belong to the request they follow.
OF_A_REQUEST: Final = ("headers", "data", "fields")
# How a path or an address begins.
_PATHS: Final = ("/", "http://", "https://")
_ORDER: Final = "fumehood.record.order"


class OrderedCommand(click.Command):
    """A command that knows in which order the options of its requests were given."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Note the order, which click's own result does not contain."""
        _, _, order = self.make_parser(ctx).parse_args(args=list(args))
        names = [parameter.name or "" for parameter in order]
        ctx.meta[_ORDER] = [name for name in names if name == THEN or name in OF_A_REQUEST]
        return super().parse_args(ctx, args)


@dataclass(slots=True)
class Step:
    """The words of one request, and its options in the order given."""

    words: list[str]
    headers: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)


def read_steps(words: Sequence[str], options: Mapping[str, Sequence[str]]) -> list[OutgoingRequest] | Problem:
    """Return the requests of the current command line, or what is wrong with one of them."""
    first = list(words)
    if len(first) == 1 and not first[0].startswith(_PATHS):
        split = _split(first[0])
        if isinstance(split, Problem):
            return split
        first = split
    steps = [Step(first)]
    values = {name: iter(given) for name, given in options.items()}
    for name in click.get_current_context().meta[_ORDER]:
        value = next(values[name])
        if name == THEN:
            split = _split(value)
            if isinstance(split, Problem):
                return split
            steps.append(Step(split))
        else:
            getattr(steps[-1], name).append(value)
    requests = []
    for step in steps:
        request = _request(step)
        if isinstance(request, Problem):
            return request
        requests.append(request)
    return requests


def _split(text: str) -> list[str] | Problem:
    try:
        return shlex.split(text)
    except ValueError:
        return _wrong(_("The quotes in {text} do not match.").format(text=text))


def _request(step: Step) -> OutgoingRequest | Problem:
    """Return the request of `[METHOD] PATH [NAME=VALUE…]` and its options."""
    words = list(step.words)
    method = words.pop(0) if len(words) > 1 and not words[0].startswith(_PATHS) else None
    if not words or any("=" not in word for word in words[1:]):
        return _wrong(_("Give one path, before it at most a method, and after it fields as name=value."))
    if len(step.data) > 1:
        return _wrong(_("A request has one body: give -d once."))
    where, *fields = words
    return arguments.build(
        method,
        where,
        headers=tuple(step.headers),
        data=step.data[0] if step.data else None,
        fields=(*fields, *step.fields),
    )


def _wrong(cause: str) -> Problem:
    return Problem(code=ProblemCode.USAGE, cause=cause, remedy=_("See: fumehood record --help"))


def options_of_a_request(values: Mapping[str, Any]) -> dict[str, Sequence[str]]:
    """Return the values of the options that belong to one request, and of `--then`."""
    return {name: values[name] for name in (*OF_A_REQUEST, THEN)}
