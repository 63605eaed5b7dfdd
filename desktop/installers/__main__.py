"""Build what people download: `uv run --group installers python -m desktop.installers [FORMAT…]`."""

import subprocess
import sys
from pathlib import Path

import click

from desktop.installers.build import BuildReport, build_formats, prepare
from desktop.installers.formats.registry import FORMATS
from desktop.installers.product import ROOT, this_release

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
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def command(names: tuple[str, ...], into: Path, bundle: Path | None, as_json: bool) -> None:
    """Build every format, or those named, that this machine can build."""
    work = into / "work"
    chosen = [each for each in FORMATS if not names or each.name in names]
    try:
        click.echo("bundle …", err=True)
        parts = prepare(this_release(), work, bundle)
        report = build_formats(parts, chosen, into, lambda name: click.echo(f"{name} …", err=True))
    except subprocess.CalledProcessError as error:
        said = (error.stderr or b"").decode(errors="replace").strip()
        click.echo(f"{error.cmd[0]} failed with exit status {error.returncode}.\n{said}", err=True)
        sys.exit(1)
    click.echo(report.as_json() if as_json else table(report))
    if any(name in report.skipped for name in names):
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


if __name__ == "__main__":
    command()
