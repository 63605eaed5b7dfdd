"""`fumehood export`: writes all data into one file."""

from pathlib import Path

import click

from desktop.cli.errors import fail
from desktop.shell.i18n import _
from server.model.exit_code import ExitCode
from server.model.file_problem import file_problem
from server.model.problem import Problem


@click.command(
    "export",
    short_help=_("Write all data into one file."),
    help=_(
        "Write all data (history, settings, predictions, verdicts, mail, labs) into FILE, which must not "
        "exist. Secrets are redacted in it as in the history; mail is in it as it was sent."
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
def command(file: Path) -> int:
    """Write the file; Fumehood may be running."""
    from desktop.cli.transfer import user_data  # noqa: PLC0415 - --help need not wait for the store
    from server.transfer.exporting import export_data  # noqa: PLC0415 - as above

    paths = user_data.prepared()
    store = user_data.open_store(paths)
    try:
        exported = export_data(store, paths.data, file.absolute())
    except OSError as error:
        fail(file_problem(error))
    finally:
        store.close()
    if isinstance(exported, Problem):
        fail(exported)
    print(
        _("{path} has {number} exchanges and everything else.").format(path=file, number=exported.exchanges)
    )
    if exported.left_out:
        print(_("Values and files that could not be used: {number}.").format(number=exported.left_out))
    return ExitCode.OK
