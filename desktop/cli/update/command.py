"""`fumehood update`: checks an archive, unpacks it, and puts it in the place of the program's folder."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from desktop.cli.errors import fail
from desktop.cli.update import archive as archives
from desktop.cli.update import swap
from desktop.shell.i18n import _
from desktop.shell.process import single_instance
from desktop.workbench.app_info import user_paths
from desktop.workbench.portable import program_folder
from server.model.exit_code import ExitCode
from server.model.file_problem import file_problem
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@click.command(
    "update",
    short_help=_("Replace the folder of an unpacked Fumehood with a newer archive."),
    help=_(
        "Replace the folder of an unpacked Fumehood with the archive FILE of a newer release, which is "
        "checked against the SHA256SUMS beside it. Your data stay, and the previous version is kept in a "
        "folder whose name ends in .previous. Nothing is downloaded."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option(
    "--checksums",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("The checksums, if they are not beside FILE."),
)
@click.option("--back", is_flag=True, help=_("Go back to the previous version instead."))
def command(file: Path | None, checksums: Path | None, back: bool) -> int:
    """Update or go back, and print which folder was replaced."""
    if (file is None) != back:
        raise click.UsageError(_("Name the archive, or go back with --back."))
    program = program_folder()
    problem = _obstacle(program)
    if problem is not None or program is None:
        fail(problem or _installed())
    try:
        failed = _go_back(program) if file is None else _update(program, file, checksums)
    except OSError as error:
        failed = file_problem(error)
    if failed is not None:
        fail(failed)
    print(
        _("{program} was replaced. The previous version is {previous}; go back with: {command}").format(
            program=program, previous=swap.previous(program), command="fumehood update --back"
        )
    )
    return ExitCode.OK


def _obstacle(program: Path | None) -> Problem | None:
    """Return why this Fumehood cannot be replaced."""
    if program is None or not os.access(program.parent, os.W_OK):
        return _installed()
    instance = single_instance.acquire(user_paths()) if os.path.isdir(user_paths().data) else None
    if instance is None and os.path.isdir(user_paths().data):
        return Problem(
            code=ProblemCode.ALREADY_RUNNING,
            cause=_("Fumehood is running."),
            remedy=_("Close its window, or stop `fumehood serve`, and try again."),
        )
    if instance is not None:
        instance.release()
    return None


def _installed() -> Problem:
    return Problem(
        code=ProblemCode.NOT_PORTABLE,
        cause=_("This Fumehood does not run from an unpacked archive in a folder of yours."),
        remedy=_("Install the newer package over it, in the way that this one was installed.")
        if program_folder() is not None
        else _("Update it as it was installed: with git pull in a checkout, or with the package manager."),
    )


def _update(program: Path, file: Path, checksums: Path | None) -> Problem | None:
    file = file.absolute()
    problem = archives.check(file, checksums or file.with_name(archives.CHECKSUMS))
    if problem is not None:
        return problem
    work = Path(tempfile.mkdtemp(prefix=f".{program.name}-", dir=program.parent))
    try:
        with click.progressbar(
            length=file.stat().st_size, label=_("Unpacking"), file=sys.stderr, hidden=not sys.stderr.isatty()
        ) as bar:
            fresh = archives.unpack(file, work, bar.update)
        if isinstance(fresh, Problem):
            return fresh
        swap.replace(program, fresh)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return None


def _go_back(program: Path) -> Problem | None:
    if not os.path.isdir(swap.previous(program)):
        return Problem(
            code=ProblemCode.NO_PREVIOUS,
            cause=_("There is no previous version: {folder} does not exist.").format(
                folder=swap.previous(program)
            ),
            remedy=_("Update with an archive of the version that you want."),
        )
    swap.go_back(program)
    return None
