"""`fumehood lab`: judging labs and beginning one, for who writes them."""

import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli.errors import fail, say, to_json
from desktop.shell.i18n import _, ngettext
from desktop.shell.process.signals import terminates_on_signals
from server.model.exit_code import ExitCode
from server.model.lab import Lab
from server.model.problem import Problem

if TYPE_CHECKING:
    from server.handbook.lint.checks import Finding
    from server.handbook.lint.folder import LintReport


@click.group("lab", short_help=_("Judge or begin a lab of your own."), help=_("For who writes labs."))
def command() -> None:
    """Judge a lab, or begin one."""


@command.command(
    "check",
    short_help=_("Say what is wrong with a lab, or with all labs of a folder."),
    help=_(
        "Run the lab in PATH, or the labs below it, and say what is not as docs/labs.md asks: claims that "
        "come out otherwise than expected, counterexamples that do not turn, pages too short or too long, "
        "dead links, the order of reading. This runs the code of whoever wrote them."
    ),
)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--python", type=click.Path(path_type=Path), help=_("The interpreter to run the labs with."))
@click.option("--text", "text_only", is_flag=True, help=_("Judge only what can be judged without running."))
@click.option(
    "--json", "as_json", is_flag=True, help=_("Print one JSON object; docs/schemas/lab-check.json.")
)
def check(path: Path, python: Path | None, text_only: bool, as_json: bool) -> int:
    """Print every finding with its file and line; ends with 1 where there is a fault."""
    with terminates_on_signals():
        found = _judge(path, python, run=not text_only, quiet=as_json)
    if isinstance(found, Problem):
        fail(found, as_json=as_json)
    if as_json:
        print(to_json(found.to_json()))
    else:
        for finding in found.findings:
            print(_line(finding))
        print(_sum(found))
    return ExitCode.DIFFERS if found.faults else ExitCode.OK


@command.command(
    "new",
    short_help=_("Begin a lab: a small one that is valid."),
    help=_("Make the folder PATH with a small valid lab, to be changed into yours."),
)
@click.argument("path", type=click.Path(path_type=Path))
def new(path: Path) -> int:
    """Write the lab and say what comes next; a folder that is there already is left alone."""
    from server.handbook.catalogue.scaffold import begin  # noqa: PLC0415 - --help need not wait for the handbook

    made = begin(path)
    if isinstance(made, Problem):
        fail(made)
    print(_("A lab was begun in {folder}.").format(folder=path))
    print(_("Judge it: {command}").format(command=f"fumehood lab check {path}"))
    return ExitCode.OK


def _judge(path: Path, python: Path | None, *, run: bool, quiet: bool) -> "LintReport | Problem":
    from server.handbook.lint.folder import judge  # noqa: PLC0415 - --help need not wait for the handbook
    from server.handbook.prove.prover import usable  # noqa: PLC0415 - as above

    if python is not None:
        interpreter = usable(python)
        if isinstance(interpreter, Problem):
            return interpreter
        python = interpreter.path
    looked_at = not quiet and sys.stderr.isatty()

    def tell(lab: Lab) -> None:
        say(_("Running {number} {title}").format(number=lab.number, title=lab.title))

    return judge(path, python=python, run=run, on_lab=tell if looked_at else None)


def _line(finding: "Finding") -> str:
    """As compilers write it, so that editors find the place."""
    file = str(finding.file)
    with contextlib.suppress(ValueError):
        file = os.path.relpath(file)
    at = f"{file}:{finding.line}" if finding.line else file
    about = f"{finding.claim}: " if finding.claim else ""
    kind = _("remark: ") if finding.remark else ""
    return f"{at}: {kind}{about}{finding.message}"


def _sum(found: "LintReport") -> str:
    remarks = len(found.findings) - len(found.faults)
    parts = (
        ngettext("{n} lab", "{n} labs", len(found.labs)).format(n=len(found.labs)),
        ngettext("{n} claim run", "{n} claims run", found.claims).format(n=found.claims),
        ngettext("{n} fault", "{n} faults", len(found.faults)).format(n=len(found.faults)),
        ngettext("{n} remark", "{n} remarks", remarks).format(n=remarks),
    )
    return f"{', '.join(parts)}. {found.seconds:.1f} s."
