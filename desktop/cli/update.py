"""`fumehood update`: checks an archive, unpacks it, and puts it in the place of the program's folder."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from desktop.cli.errors import fail
from desktop.shell.i18n import _
from desktop.shell.process import single_instance
from desktop.workbench.app_info import user_paths
from desktop.workbench.update import archive as archives
from desktop.workbench.update import swap
from desktop.workbench.update.obstacle import replaceable
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
    program = replaceable()
    if isinstance(program, Problem):
        fail(program)
    running = _running()
    if running is not None:
        fail(running)
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


def _running() -> Problem | None:
    """Return the problem that Fumehood runs, whose files must not be taken away."""
    if not os.path.isdir(user_paths().data):
        return None
    instance = single_instance.acquire(user_paths())
    if instance is not None:
        instance.release()
        return None
    return Problem(
        code=ProblemCode.ALREADY_RUNNING,
        cause=_("Fumehood is running."),
        remedy=_("Close its window, or stop `fumehood serve`, and try again."),
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
        swap.replace(program, fresh.folder)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return None


def _go_back(program: Path) -> Problem | None:
    if not os.path.isdir(swap.previous(program)):
        return swap.none_kept(program)
    swap.go_back(program)
    return None
