"""`fumehood link`: prints a new link into the running instance."""

import click

from desktop.cli import startup
from desktop.cli.errors import fail
from desktop.shell.i18n import _
from desktop.shell.process import ipc, single_instance
from desktop.workbench.app_info import user_paths
from server.model.exit_code import ExitCode
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@click.command(
    "link",
    short_help=_("Print a new link into the running Fumehood."),
    help=_("Print a new link into the running Fumehood; it works once, within ten minutes."),
)
def command() -> int:
    """Ask the running instance for a link and print it."""
    try:
        answer = single_instance.ask(user_paths(), {"command": "link"})
    except ipc.NoAnswerError:
        fail(startup.instance_silent())
    if answer is None:
        fail(
            Problem(
                code=ProblemCode.NOT_RUNNING,
                cause=_("Fumehood is not running."),
                remedy=_("Start it with: fumehood serve"),
            )
        )
    startup.print_link(answer)
    return ExitCode.OK
