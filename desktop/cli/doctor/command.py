"""`fumehood doctor`: prints what works on this machine."""

import click

from desktop.cli.errors import to_json
from desktop.shell.i18n import _
from server.model.exit_code import ExitCode
from server.model.printable import printable, printable_line


@click.command(
    "doctor",
    short_help=_("Report what works on this machine, and how to fix the rest."),
    help=_("Report what works on this machine, and how to fix the rest."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object; docs/schemas/doctor.json."))
def command(as_json: bool) -> int:
    """Print the state of this machine."""
    from desktop.cli.doctor.checks import CheckState, examine  # noqa: PLC0415 - --help need not wait for the runner
    from desktop.workbench.app_info import user_paths  # noqa: PLC0415 - as above

    health = examine(user_paths())
    if as_json:
        print(to_json(health.to_json()))
        return ExitCode.OK
    marks = {
        CheckState.OK: click.style("✓", fg="green"),
        CheckState.LACKING: click.style("✗", fg="red"),
        CheckState.ABSENT: click.style("·", fg="yellow"),
    }
    click.echo(f"Fumehood {health.version}, Python {health.python}, {health.platform}")
    for check in health.checks:
        click.echo(f"{marks[check.state]} {check.name.ljust(12)} {printable_line(check.detail)}")
        if check.remedy:
            click.echo(f"  {' ' * 12} {printable(check.remedy)}")
    click.echo(_("Interpreters:") if health.interpreters else _("No other interpreter was found."))
    for interpreter in health.interpreters:
        flask = f"Flask {interpreter.flask}" if interpreter.flask else _("no Flask")
        line = f"Python {interpreter.python.ljust(8)} {flask.ljust(14)} {interpreter.path}"
        click.echo(f"  {printable_line(line)}")
    return ExitCode.OK
