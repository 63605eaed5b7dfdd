"""`fumehood link`: a fresh way into the running instance."""

import click

from desktop import control, instance, launching
from desktop.exits import Exit, fail
from desktop.paths import paths
from desktop.words import _
from server.model.guest import Problem


@click.command(
    "link",
    short_help=_("Print a fresh address of the running Fumehood."),
    help=_("Print a fresh address of the running Fumehood; it works once, for ten minutes."),
)
def command() -> int:
    """Ask the running instance."""
    try:
        answer = instance.ask(paths(), {"command": "link"})
    except control.NoAnswerError:
        fail(launching.silent())
    if answer is None:
        fail(
            Problem(
                code="not-running",
                cause=_("Fumehood is not running."),
                remedy=_("Start it with: fumehood serve"),
            )
        )
    launching.tell_link(answer)
    return Exit.OK
