"""`fumehood import`: replaces all data by those of an exported file."""

from pathlib import Path

import click

from desktop.cli import startup
from desktop.cli.errors import fail
from desktop.shell.i18n import _
from desktop.shell.process.single_instance import SingleInstance
from server.model.exit_code import ExitCode
from server.model.file_problem import file_problem
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@click.command(
    "import",
    short_help=_("Replace all data by those of an exported file."),
    help=_(
        "Replace all data by those of FILE, which `fumehood export` has written. The earlier data are kept "
        "beside the new ones; a damaged file changes nothing. Fumehood must not be running."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--edits",
    is_flag=True,
    help=_("Also the edits of our labs: code that runs when a lab is opened. Only from a file of your own."),
)
def command(file: Path, edits: bool) -> int:
    """Read the file as the only instance, so that nobody else writes meanwhile."""
    from desktop.cli.transfer import user_data  # noqa: PLC0415 - --help need not wait for the store
    from server import settings_file  # noqa: PLC0415 - as above
    from server.transfer.importing import import_data  # noqa: PLC0415 - as above

    paths = user_data.prepared()
    instance = startup.become_instance(paths, {"command": "ping"})
    if isinstance(instance, Problem):
        fail(instance)
    if not isinstance(instance, SingleInstance):
        fail(_running())
    store = user_data.open_store(paths)
    try:
        imported = import_data(store, paths.data, file.absolute(), edits=edits)
        settings_file.write(paths.data, store.settings)
    except OSError as error:
        fail(file_problem(error))
    finally:
        store.close()
        instance.release()
    if isinstance(imported, Problem):
        fail(imported)
    print(_("{number} exchanges and everything else were imported.").format(number=imported.exchanges))
    print(_("The earlier data are kept here:"))
    for place in imported.before:
        print(place)
    return ExitCode.OK


def _running() -> Problem:
    return Problem(
        code=ProblemCode.ALREADY_RUNNING,
        cause=_("Fumehood is running."),
        remedy=_("End it first, or import the file on the page of its settings."),
    )
