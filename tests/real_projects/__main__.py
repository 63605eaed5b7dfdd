"""`python -m tests.real_projects LIST… [--root FOLDER] [--only NAME] [--json | --markdown]`."""

import signal
import sys
import tempfile
from pathlib import Path

import click

from tests.real_projects import report, trial
from tests.real_projects.project import Project, read_list

SECONDS = 300.0


@click.command()
@click.argument(
    "lists", metavar="LIST…", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where the folders are; by default beside the list.",
)
@click.option("--only", multiple=True, metavar="NAME", help="Only this project; may be repeated.")
@click.option("--seconds", default=SECONDS, show_default=True, help="When to give up a project.")
@click.option("--json", "style", flag_value="json", help="Print a JSON object on each line.")
@click.option("--markdown", "style", flag_value="markdown", help="Print the table in Markdown.")
def main(
    lists: tuple[Path, ...], root: Path | None, only: tuple[str, ...], seconds: float, style: str | None
) -> None:
    """Open projects by their folder alone, and compare each with and without the probe.

    LIST is the folder of a project, a text file with a folder in each line, or a .toml file like
    tests/real_projects/projects.toml. Each folder needs the environment that its authors ask for (.venv).

    A project is opened with `fumehood record`. Then copies of it answer the same requests on plain Waitress,
    under the probe, and on plain Waitress again. Answers must be equal byte for byte, except where the two
    plain runs differ; the statements that are shown must be those that SQLite's own trace has; tables must
    have the same number of rows. Times are only meaningful on a quiet machine.

    Each row is printed once it is there. The exit code is 1 if a project differs with the probe.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        listed = [project for path in lists for project in read_list(path, root)]
        projects = _chosen(listed, only)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    width = max((len(project.name) for project in projects), default=0)
    writer = report.WRITERS[style or "terminal"](width)
    _print(writer.head())
    differs = False
    for project in projects:
        with tempfile.TemporaryDirectory(prefix="real-project-", ignore_cleanup_errors=True) as scratch:
            result = trial.run(project, Path(scratch), seconds)
        _print(writer.row(result))
        differs = differs or result.differs
    sys.exit(1 if differs else 0)


def _chosen(projects: list[Project], names: tuple[str, ...]) -> list[Project]:
    """Return the projects with these names, or all; ValueError if there is no such project."""
    unknown = set(names) - {project.name for project in projects}
    if unknown:
        raise ValueError(f"The list has no project named {', '.join(sorted(unknown))}.")
    return [project for project in projects if not names or project.name in names]


def _print(lines: list[str]) -> None:
    if lines:
        click.echo("\n".join(lines))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
