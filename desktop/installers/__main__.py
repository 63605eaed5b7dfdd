"""Build what people download: `uv run --group installers python -m desktop.installers [FORMAT…]`."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from desktop.installers.build import BuildReport, build_formats, prepare
from desktop.installers.formats.registry import FORMATS
from desktop.installers.product import ROOT, this_release
from desktop.installers.prove.proof import prove
from desktop.installers.prove.step import Tried

NAMES = [each.name for each in FORMATS]


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES), metavar=f"[{'|'.join(NAMES)}]...")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=ROOT / "build" / "installers",
    help="The folder for the files; build/installers by default.",
)
@click.option(
    "--bundle",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Pack this bundle instead of building one.",
)
@click.option("--prove", "proving", is_flag=True, help="Unpack what was built, and use each program.")
@click.option("--quick", is_flag=True, help="Pack in less time, into larger files: to try them.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(  # noqa: PLR0913 - click passes each option by its name
    names: tuple[str, ...], *, into: Path, bundle: Path | None, proving: bool, quick: bool, as_json: bool
) -> None:
    """Build every format, or those named, that this machine can build."""
    work = into / "work"
    chosen = [each for each in FORMATS if not names or each.name in names]
    try:
        click.echo("bundle …", err=True)
        parts = replace(prepare(this_release(), work, bundle), quick=quick)
        report = build_formats(parts, chosen, into, lambda name: click.echo(f"{name} …", err=True))
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip()
        click.echo(f"{error.cmd[0]} failed with exit status {error.returncode}.\n{said}", err=True)
        sys.exit(1)
    click.echo(report.as_json() if as_json else table(report))
    built = [(each.format, into / each.name) for each in report.built]
    tried = [_announced(each) for each in prove(built, parts)] if proving else []
    if tried:
        click.echo(proof_table(tried))
    if any(each.failed for each in tried) or any(name in report.skipped for name in names):
        sys.exit(1)


def table(report: BuildReport) -> str:
    """Return the report as text."""
    lines = [f"{each.size / 1e6:8.1f} MB  {each.name}" for each in report.built]
    lines += [f"{'not built':>11}  {name}: {reason}" for name, reason in report.skipped.items()]
    lines += [
        f"{report.installed / 1e6:8.1f} MB  installed, of which:",
        *(f"{size / 1e6:8.1f} MB    {name}" for name, size in report.packages.items()),
        f"GLIBC {report.glibc} is the newest symbol ({report.glibc_file}).",
        f"Runs on {', '.join(report.runs_on)}.",
    ]
    return "\n".join(lines)


def proof_table(tried: Sequence[Tried]) -> str:
    """Return what became of each step as text."""
    lines = [f"{each.outcome:>9}  {each.format:8} {each.step} ({each.seconds:.1f} s)" for each in tried]
    failed = sum(each.failed for each in tried)
    return "\n".join((*lines, f"{failed} of {len(tried)} steps failed."))


def _announced(each: Tried) -> Tried:
    """Say what became of a step as soon as it is known, with the reason."""
    why = f": {each.reason}" if each.reason else ""
    click.echo(f"{each.format} {each.step} … {each.outcome}{why}", err=True)
    return each


if __name__ == "__main__":
    command()
