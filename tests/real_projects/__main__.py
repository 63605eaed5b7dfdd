"""`python -m tests.real_projects LIST… [--root FOLDER] [--only NAME] [--json | --markdown]`."""

import json
import sys
import tempfile
from pathlib import Path

import click

from tests.real_projects import report, trial
from tests.real_projects.project import read_list


@click.command()
@click.argument("lists", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--root", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Where the folders are."
)
@click.option("--only", multiple=True, help="The name of a project; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@click.option("--markdown", is_flag=True, help="Print the table in Markdown.")
def main(
    lists: tuple[Path, ...], root: Path | None, only: tuple[str, ...], as_json: bool, markdown: bool
) -> None:
    """Run projects with and without the probe; LIST is a folder, a text file of folders or a .toml file.

    Each project needs the environment that its authors ask for, in its folder. Exit with 1 if a project that
    opened differs with the probe.
    """
    try:
        projects = [project for path in lists for project in read_list(path, root)]
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    results = []
    for project in projects:
        if only and project.name not in only:
            continue
        click.echo(f"{project.name} …", err=True)
        with tempfile.TemporaryDirectory(prefix="real-project-", ignore_cleanup_errors=True) as scratch:
            results.append(trial.run(project, Path(scratch)))
    if as_json:
        click.echo(json.dumps([report.as_object(result) for result in results], indent=2))
    else:
        lines = report.markdown_lines(results) if markdown else report.terminal_lines(results)
        click.echo("\n".join(lines))
    sys.exit(1 if any(_differs(result) for result in results) else 0)


def _differs(result: trial.Result) -> bool:
    unequal = result.statements is not None and not result.statements.equal
    return unequal or bool(result.differing) or result.rows_equal is False or bool(result.faults)


if __name__ == "__main__":
    main()
