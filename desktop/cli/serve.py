"""`fumehood serve`: the workbench without a window."""

import click

from desktop.cli import startup
from desktop.cli.errors import fail, say
from desktop.shell.i18n import _
from desktop.shell.process.single_instance import SingleInstance
from desktop.shell.process.wsgi_server import PortTakenError, bind
from server.model.exit_code import ExitCode
from server.model.problem import Problem


@click.command(
    "serve",
    short_help=_("Serve without a window; the first line says where."),
    help=_("Serve without a window; the first line says where. Ctrl+C ends it."),
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help=_("The port to use; without it any free one.")
)
def command(port: int) -> int:
    """Serve until a signal comes."""
    paths = startup.prepare()
    if isinstance(paths, Problem):
        fail(paths)
    if port:
        # Asked first, so that a second `serve` on the same port says what is wrong with the port.
        try:
            bind(port).close()
        except PortTakenError as error:
            fail(startup.taken(port, str(error)))
    ours = startup.become(paths, {"command": "link"})
    if isinstance(ours, Problem):
        fail(ours)
    if not isinstance(ours, SingleInstance):
        if port:
            say(
                _("fumehood: it runs already, so port {port} was not used; this is the way in.").format(
                    port=port
                )
            )
        else:
            say(_("fumehood: it runs already; this is the way in."))
        startup.tell_link(ours)
        return ExitCode.RUNNING if port else ExitCode.OK
    ended = startup.serve(ours, paths, port=port)
    if isinstance(ended, Problem):
        fail(ended)
    return ended
