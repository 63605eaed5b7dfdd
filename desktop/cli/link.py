"""`fumehood link`: a fresh way into the running instance."""

import click

from desktop.cli import startup
from desktop.cli.errors import fail
from desktop.shell.i18n import _
from desktop.shell.paths import paths
from desktop.shell.process import ipc, single_instance
from server.model.exit_code import ExitCode
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@click.command(
    "link",
    short_help=_("Print a fresh address of the running Fumehood."),
    help=_("Print a fresh address of the running Fumehood; it works once, for ten minutes."),
)
def command() -> int:
    """Ask the running instance."""
    try:
        answer = single_instance.ask(paths(), {"command": "link"})
    except ipc.NoAnswerError:
        fail(startup.silent())
    if answer is None:
        fail(
            Problem(
                code=ProblemCode.NOT_RUNNING,
                cause=_("Fumehood is not running."),
                remedy=_("Start it with: fumehood serve"),
            )
        )
    startup.tell_link(answer)
    return ExitCode.OK
