"""`fumehood record`: sends one request to an app and prints what happened inside."""

import os
import sys
from pathlib import Path

import click

from desktop.cli.errors import error_object, fail, to_json
from desktop.cli.record import json_output, options
from desktop.shell.i18n import _
from desktop.shell.process.signals import terminates_on_signals
from server.model.exchange import Exchange
from server.model.exit_code import ExitCode
from server.model.guest import SensorState
from server.model.problem import Problem

_COLOURS = {"strong": "1", "quiet": "2", "code": "36", "ok": "32", "info": "34", "warn": "33", "bad": "31"}


@click.command(
    "record",
    short_help=_("Send one request to an app and print what happened inside."),
    help=_(
        "Send one request to TARGET (a folder, a file, module:factory or lab:SLUG) and print what happened "
        "inside. Without METHOD it is GET, or POST where there is a body. With --run there is no TARGET."
    ),
)
@click.argument("words", nargs=-1, required=True, metavar="TARGET [METHOD] PATH")
@click.option(
    "--run",
    "program",
    metavar="'PROGRAM ARGUMENT…'",
    help=_("Run a program instead: a file, -m MODULE, or a script of the interpreter's environment."),
)
@click.option("-H", "headers", multiple=True, metavar="'NAME: VALUE'", help=_("A header; may be repeated."))
@click.option(
    "-d", "data", metavar="BODY", help=_("The body, or @FILE; JSON is sent as JSON, else as a form.")
)
@click.option(
    "-F", "fields", multiple=True, metavar="NAME=VALUE", help=_("A form field, or NAME=@FILE to upload.")
)
@click.option("--python", type=click.Path(path_type=Path), help=_("The interpreter to run the app with."))
@options.limits
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object; docs/schemas/record.json."))
def command(  # noqa: PLR0913 - one per word of the command line
    *,
    words: tuple[str, ...],
    program: str | None,
    headers: tuple[str, ...],
    data: str | None,
    fields: tuple[str, ...],
    python: Path | None,
    as_json: bool,
    **numbers: float | None,
) -> int:
    """Send the request and print the exchange."""
    target, words = (None, words) if program is not None else (words[0], words[1:])
    if not 1 <= len(words) <= 2:  # noqa: PLR2004 - a method and a path
        raise click.UsageError(_("Give one path, and before it at most a method."))
    method = words[0] if len(words) > 1 else None
    # What follows imports the runner, which --help need not wait for.
    from desktop.cli import targets  # noqa: PLC0415 - see above
    from desktop.cli.record import arguments  # noqa: PLC0415 - see above

    outgoing = arguments.build(method, words[-1], headers=headers, data=data, fields=fields)
    if isinstance(outgoing, Problem):
        fail(outgoing, as_json=as_json)
    resolved = targets.find_program(program or "") if target is None else targets.find(target)
    if isinstance(resolved, Problem):
        fail(resolved, as_json=as_json)
    with terminates_on_signals():
        from desktop.cli.record.one_shot import record  # noqa: PLC0415 - see above

        recording = record(resolved, outgoing, python=python, limits=options.limits_of(numbers))
    if isinstance(recording, Problem):
        fail(recording, as_json=as_json)
    if as_json:
        failed = {} if recording.problem is None else {"error": error_object(recording.problem)}
        print(to_json(json_output.exchange_object(recording.exchange) | failed), flush=True)
    else:
        _print_tree(recording.exchange, recording.sensors)
    if recording.problem is not None:
        fail(recording.problem)
    return ExitCode.OK


def _print_tree(exchange: Exchange, sensors: tuple[SensorState, ...]) -> None:
    from server.lenses.render.terminal import exchange_lines  # noqa: PLC0415 - --json needs no lens

    def paint(role: str, text: str) -> str:
        return f"\x1b[{_COLOURS[role]}m{text}\x1b[0m" if role in _COLOURS else text

    colourful = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    lines = (
        exchange_lines(exchange, sensors=sensors, paint=paint)
        if colourful
        else exchange_lines(exchange, sensors=sensors)
    )
    print("\n".join(lines), flush=True)
