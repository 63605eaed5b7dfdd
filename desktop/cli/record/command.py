"""`fumehood record`: sends the requests of a visitor to an app and prints what happened inside."""

import sys
from pathlib import Path
from typing import Any

import click

from desktop.cli.console import coloured, is_colourful
from desktop.cli.errors import error_object, fail, print_message, to_json
from desktop.cli.record import json_output, options, steps
from desktop.shell.i18n import _
from desktop.shell.process.signals import terminates_on_signals
from server.model.exchange import Exchange
from server.model.exit_code import ExitCode
from server.model.guest import SensorState
from server.model.problem import Problem


@click.command(
    "record",
    cls=steps.OrderedCommand,
    short_help=_("Send requests to an app and print what happened inside."),
    help=_(
        "Send a request to TARGET (a folder, a file, module:factory or lab:SLUG) and print what happened "
        "inside. A request is [METHOD] PATH [NAME=VALUE…], also as one argument; without METHOD it is GET, "
        "or POST where there is a body. -H, -d and -F belong to the request that they follow. With --run "
        "there is no TARGET."
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
    "-d",
    "data",
    multiple=True,
    metavar="BODY",
    help=_("The body, or @FILE; JSON is sent as JSON, else as a form."),
)
@click.option(
    "-F", "fields", multiple=True, metavar="NAME=VALUE", help=_("A form field, or NAME=@FILE to upload.")
)
@click.option(
    "--then",
    "then",
    multiple=True,
    metavar="'[METHOD] PATH'",
    help=_("Another request of the same visitor, with the cookies so far; may be repeated."),
)
@click.option("-L", "follows", is_flag=True, help=_("Follow redirects within the app."))
@click.option("--python", type=click.Path(path_type=Path), help=_("The interpreter to run the app with."))
@options.limits
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=_("Print one JSON object: docs/schemas/record.json, with --then or -L record-visit.json."),
)
def command(
    *,
    words: tuple[str, ...],
    program: str | None,
    python: Path | None,
    follows: bool,
    as_json: bool,
    **values: Any,
) -> int:
    """Send the requests and print the exchanges."""
    target, words = (None, words) if program is not None else (words[0], words[1:])
    requests = steps.read_steps(words, steps.options_of_a_request(values))
    if isinstance(requests, Problem):
        fail(requests, as_json=as_json)
    # What follows imports the runner, which --help need not wait for.
    from desktop.cli import targets  # noqa: PLC0415 - see above
    from desktop.cli.record import notes  # noqa: PLC0415 - see above

    if target is None:
        resolved, interpreter = targets.find_program(program or "", str(python or ""))
    else:
        interpreter = targets.choose_for(target, str(python or ""))
        resolved = targets.find(target, interpreter)
    if isinstance(resolved, Problem):
        fail(notes.with_commands(resolved, target or ""), as_json=as_json)
    notes.warn(interpreter, resolved)
    with terminates_on_signals():
        from desktop.cli.record.one_shot import record  # noqa: PLC0415 - see above

        recording = record(
            resolved,
            requests,
            interpreter=interpreter,
            limits=options.limits_of(values),
            follows=follows,
            port=values["port"],
        )
    if isinstance(recording, Problem):
        problem = notes.from_here(recording, resolved.root)
        fail(notes.with_interpreter(problem, interpreter), as_json=as_json)
    notes.tell_old_flask(recording.exchanges[0].versions)
    if recording.missed_port is not None:
        print_message(
            _("fumehood: port {port} cannot be used, so the app was served on another one.").format(
                port=recording.missed_port
            )
        )
    if recording.stopped_threads:
        print_message(
            _(
                "fumehood: Threads that a request started were still working a second after the last answer,"
                " when the app was stopped."
            )
        )
    if as_json:
        is_visit = follows or bool(values[steps.THEN])
        printed = (
            json_output.visit_object(recording.exchanges)
            if is_visit
            else json_output.exchange_object(recording.exchanges[0])
        )
        failed = {} if recording.problem is None else {"error": error_object(recording.problem)}
        print(to_json(printed | failed), flush=True)
    else:
        for number, exchange in enumerate(recording.exchanges):
            if number:
                print()
            _print_tree(exchange, recording.sensors)
    if recording.problem is not None:
        fail(recording.problem)
    return ExitCode.OK


def _print_tree(exchange: Exchange, sensors: tuple[SensorState, ...]) -> None:
    from server.lenses.render.terminal import exchange_lines  # noqa: PLC0415 - --json needs no lens

    lines = (
        exchange_lines(exchange, sensors=sensors, paint=coloured)
        if is_colourful(sys.stdout)
        else exchange_lines(exchange, sensors=sensors)
    )
    print("\n".join(lines), flush=True)
