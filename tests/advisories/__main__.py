"""`python -m tests.advisories`: asks for advisories about the packages of uv.lock and package-lock.json.

Fails if there is one that tests/advisories/known.toml does not record. Where a service cannot be reached, the
command says so and does not fail: the weekly run of CI reaches it.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from tests.advisories.findings import (
    NotAskedError,
    Report,
    known_advisories,
    new_findings,
    read_npm_audit,
    read_pip_audit,
)
from tests.sources import ROOT

SECONDS: Final = 300


def ask_pip_audit() -> Report:
    """Return the advisories about the packages that Fumehood is installed with, as uv.lock pins them."""
    with tempfile.TemporaryDirectory() as folder:
        requirements = Path(folder) / "requirements.txt"
        locked = ("--locked", "--no-group", "dev", "--no-emit-project", "--no-hashes")
        _output("uv", "export", "--quiet", *locked, "--output-file", str(requirements))
        options = ("--no-deps", "--disable-pip", "--format", "json", "--progress-spinner", "off")
        return read_pip_audit(_output("uvx", "pip-audit", "--requirement", str(requirements), *options))


def ask_npm() -> Report:
    """Return the advisories about the packages of which the front end is built."""
    return read_npm_audit(_output("npm", "audit", "--package-lock-only", "--omit=dev", "--json"))


SOURCES: Final[tuple[tuple[str, Callable[[], Report]], ...]] = (
    ("pip-audit", ask_pip_audit),
    ("npm audit", ask_npm),
)


@click.command()
def main() -> None:
    """Print every advisory about a package that we depend on; exit with 1 if one is not recorded."""
    known = known_advisories()
    failed = False
    for name, ask in SOURCES:
        try:
            report = ask()
        except NotAskedError as error:
            click.echo(f"{name}: not asked: {error}")
            continue
        unrecorded = new_findings(report.findings, known)
        for each in report.findings:
            reason = each.reason(known)
            note = "NEW" if reason is None else f"recorded: {reason}"
            click.echo(f"{name}: {each.package}: {each.advisory}: {each.title} ({note})")
        if report.unanswered:
            click.echo(f"{name}: no answer about {', '.join(report.unanswered)}")
        click.echo(f"{name}: {len(report.findings)} advisories, {len(unrecorded)} of them new")
        failed = failed or bool(unrecorded)
    sys.exit(1 if failed else 0)


def _output(program: str, *arguments: str) -> str:
    """Return what a program printed, whatever its exit code; raise NotAskedError if it did not run."""
    found = shutil.which(program)
    if found is None:
        raise NotAskedError(f"there is no {program}")
    try:
        done = subprocess.run(
            [found, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotAskedError(str(error)) from error
    return done.stdout or ("" if done.returncode == 0 else done.stderr)


if __name__ == "__main__":
    main()
