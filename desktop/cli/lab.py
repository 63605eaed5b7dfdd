"""`fumehood lab`: checks labs and scaffolds new ones, for their authors."""

import contextlib
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli.errors import fail, print_message, to_json
from desktop.shell.i18n import _, ngettext
from desktop.shell.process.signals import terminates_on_signals
from server.model.exit_code import ExitCode
from server.model.lab import Lab
from server.model.printable import printable_line
from server.model.problem import Problem

if TYPE_CHECKING:
    from server.handbook.lint.message import LintMessage
    from server.handbook.lint.report import LintReport


@click.group("lab", short_help=_("Check or create a lab of your own."), help=_("For authors of labs."))
def command() -> None:
    """Check a lab, or create one."""


@command.command(
    "check",
    short_help=_("Report what is wrong with a lab, or with all labs of a folder."),
    help=_(
        "Run the lab in PATH, or the labs below it, and report what differs from the rules of docs/labs.md: "
        "claims with an unexpected verdict, counterexamples that do not change it, pages that are too short "
        "or too long, dead links, the order of reading. This runs the code of the labs."
    ),
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--python", type=click.Path(path_type=Path), help=_("The interpreter to run the labs with."))
@click.option(
    "--text", "text_only", is_flag=True, help=_("Check only what can be checked without running the labs.")
)
@click.option(
    "--json", "as_json", is_flag=True, help=_("Print one JSON object; docs/schemas/lab-check.json.")
)
def check(path: Path, python: Path | None, text_only: bool, as_json: bool) -> int:
    """Print every finding with its file and line; the exit code is 1 if there is a fault."""
    with terminates_on_signals():
        report = _check(path, python, run=not text_only, quiet=as_json)
    if isinstance(report, Problem):
        fail(report, as_json=as_json)
    if as_json:
        print(to_json(report.to_json()))
    else:
        for finding in report.findings:
            print(printable_line(_line(finding)))
        print(_summary(report))
    return ExitCode.DIFFERS if report.faults else ExitCode.OK


@command.command(
    "new",
    short_help=_("Create a small, valid lab to start from."),
    help=_("Create the folder PATH with a small, valid lab that you can change into your own."),
)
@click.argument("path", type=click.Path(path_type=Path))
def new(path: Path) -> int:
    """Write the lab and print the next step; an existing folder is left alone."""
    from server.handbook.catalogue.scaffold import create_lab  # noqa: PLC0415 - --help need not wait for the handbook

    made = create_lab(path)
    if isinstance(made, Problem):
        fail(made)
    print(_("A lab was created in {folder}.").format(folder=printable_line(path)))
    print(_("Check it with: {command}").format(command=printable_line(_check_command(path))))
    return ExitCode.OK


def _check_command(path: Path) -> str:
    """Return the command that checks a lab, with its folder as a shell and our options read it."""
    folder = str(path)
    return f"fumehood lab check {shlex.quote(f'./{folder}' if folder.startswith('-') else folder)}"


def _check(path: Path, python: Path | None, *, run: bool, quiet: bool) -> "LintReport | Problem":
    from server.handbook.lint.report import check_folder  # noqa: PLC0415 - --help need not wait for the handbook
    from server.handbook.prove.prover import usable  # noqa: PLC0415 - as above

    if python is not None:
        interpreter = usable(python)
        if isinstance(interpreter, Problem):
            return interpreter
        python = interpreter.path
    show_progress = not quiet and sys.stderr.isatty()

    def report_progress(lab: Lab) -> None:
        print_message(_("Running {number} {title}").format(number=lab.number, title=lab.title))

    return check_folder(path, python=python, run=run, on_lab=report_progress if show_progress else None)


def _line(finding: "LintMessage") -> str:
    """Return a finding as compilers print it, so that editors can jump to it."""
    file = str(finding.file)
    with contextlib.suppress(ValueError):
        file = os.path.relpath(file)
    at = f"{file}:{finding.line}" if finding.line else file
    about = f"{finding.claim}: " if finding.claim else ""
    kind = _("remark: ") if finding.remark else ""
    return f"{at}: {kind}{about}{finding.message}"


def _summary(report: "LintReport") -> str:
    remarks = len(report.findings) - len(report.faults)
    parts = (
        ngettext("{n} lab", "{n} labs", len(report.labs)).format(n=len(report.labs)),
        ngettext("{n} claim run", "{n} claims run", report.claims).format(n=report.claims),
        ngettext("{n} fault", "{n} faults", len(report.faults)).format(n=len(report.faults)),
        ngettext("{n} remark", "{n} remarks", remarks).format(n=remarks),
    )
    return f"{', '.join(parts)}. {report.seconds:.1f} s."
