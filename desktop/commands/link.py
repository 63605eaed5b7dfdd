"""`fumehood link`: a fresh way into the running instance."""

import click

from desktop import control, launching
from desktop.exits import Exit, fail
from desktop.paths import paths
from desktop.words import _
from server.model.guest import Problem


@click.command(
    "link", help=_("Print a fresh address of the running Fumehood; it works once, for ten minutes.")
)
def command() -> int:
    """Ask the running instance."""
    try:
        launching.tell_link(control.ask(paths().control, {"command": "link"}))
    except control.NoAnswerError:
        fail(
            Problem(
                code="not-running",
                cause=_("Fumehood is not running."),
                remedy=_("Start it with: fumehood serve"),
            )
        )
    return Exit.OK
