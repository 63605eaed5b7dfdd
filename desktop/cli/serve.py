"""`fumehood serve`: runs the workbench without a window."""

import click

from desktop.cli import startup
from desktop.cli.errors import fail, print_message
from desktop.shell.i18n import _
from desktop.shell.process.loopback import PortTakenError
from desktop.shell.process.single_instance import SingleInstance
from server.model.exit_code import ExitCode
from server.model.problem import Problem


@click.command(
    "serve",
    short_help=_("Serve without a window; the first line is the address."),
    help=_("Serve without a window; the first line is the address. Ctrl+C stops it."),
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help=_("The port to use; any free one by default.")
)
@click.option(
    "--numeric",
    is_flag=True,
    help=_("Serve at an address without a name, for browsers that find no names below .localhost."),
)
def command(port: int, numeric: bool) -> int:
    """Serve until a signal arrives."""
    paths = startup.prepare()
    if isinstance(paths, Problem):
        fail(paths)
    if port:
        # Checked first, so that a second `serve` on the same port reports the port.
        try:
            startup.listen(port, numeric=numeric).close()
        except PortTakenError as error:
            fail(startup.port_taken(port, str(error)))
    instance = startup.become_instance(paths, {"command": "link"})
    if isinstance(instance, Problem):
        fail(instance)
    if not isinstance(instance, SingleInstance):
        if port:
            print_message(
                _(
                    "fumehood: it is already running, so port {port} was not used; open it with this link."
                ).format(port=port)
            )
        else:
            print_message(_("fumehood: it is already running; open it with this link."))
        startup.print_link(instance)
        return ExitCode.RUNNING if port else ExitCode.OK
    outcome = startup.serve(instance, paths, port=port, numeric=numeric)
    if isinstance(outcome, Problem):
        fail(outcome)
    return outcome
