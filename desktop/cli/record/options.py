"""The options of `fumehood record` for the app's limits and its port."""

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from desktop.shell.i18n import _

if TYPE_CHECKING:
    from server.runner.processes.limits import Limits

F = TypeVar("F", bound=Callable[..., Any])


class Seconds(click.FloatRange):
    """A number of seconds; rejects `nan`, which click's range check accepts."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number, or fail as click's own types do."""
        seconds = float(super().convert(value, param, ctx))
        if not math.isfinite(seconds):
            self.fail(_("{value} is not a number of seconds.").format(value=value), param, ctx)
        return seconds


def limits(function: F) -> F:
    """Add the options of the limits and the port to a command, which gets them as keyword arguments."""
    for option in reversed(
        (
            click.option(
                "--timeout",
                type=Seconds(0.1, 3600),
                default=30.0,
                show_default=True,
                help=_("Seconds that a request may take."),
            ),
            click.option(
                "--start-timeout",
                type=Seconds(1, 3600),
                help=_("Seconds that the app may take to start; 60 by default."),
            ),
            click.option(
                "--memory",
                type=click.IntRange(64),
                metavar="MB",
                help=_("Memory of the app with its child processes; by default half of this machine's."),
            ),
            click.option(
                "--files",
                type=click.IntRange(32),
                metavar="NUMBER",
                help=_("Files that each process may have open; by default what this shell allows."),
            ),
            click.option(
                "--port",
                type=click.IntRange(1, 65535),
                help=_("The port of the app; any free one by default."),
            ),
        )
    ):
        function = option(function)
    return function


def limits_of(numbers: Mapping[str, float | None]) -> "Limits":
    """Return the limits that the values of these options ask for."""
    from server.runner.processes.limits import Limits  # noqa: PLC0415 - --help need not wait for it

    given = {name: value for name, value in numbers.items() if value is not None}
    default = Limits()
    return Limits(
        request_seconds=given.get("timeout", default.request_seconds),
        start_seconds=given.get("start_timeout", default.start_seconds),
        memory_mb=int(given.get("memory", default.memory_mb)),
        open_files=int(given.get("files", default.open_files)),
    )
