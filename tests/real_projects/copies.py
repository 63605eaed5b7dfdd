"""Copies of a project in which it is run, and the rows of the databases in them."""

import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Final

from tests.real_projects.limits import process
from tests.real_projects.project import Project

NOT_COPIED: Final = (".venv", "venv", "env", ".git", "node_modules", "__pycache__")
DATABASES: Final = (".db", ".sqlite", ".sqlite3")


class SetupError(Exception):
    """A command that the project gives for its first start has failed."""


def set_up(project: Project, to: Path, python: Path | None) -> Path:
    """Return a copy of the project's folder in which its set-up commands have run, or raise SetupError."""
    copy(project.folder, to)
    folder = (python or Path(sys.executable)).parent
    for command in project.setup:
        program, *arguments = shlex.split(command)
        with process(
            [str(folder / program), *arguments], to, project.environment, subprocess.STDOUT
        ) as running:
            output, _ = running.communicate("")
        if running.returncode:
            raise SetupError(f"{command} ended with {running.returncode}: {output.strip()[-300:]}")
    return to


def copy(folder: Path, to: Path) -> Path:
    """Copy a folder without environments and caches, and return the copy."""
    shutil.copytree(folder, to, symlinks=True, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return to


def rows(root: Path) -> dict[str, int]:
    """Return the number of rows of each table in each SQLite file below a folder."""
    counts: dict[str, int] = {}
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix not in DATABASES:
            continue
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as database:
            try:
                names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                for (name,) in names:
                    query = f'SELECT count(*) FROM "{name}"'  # noqa: S608 - names of the file itself
                    counts[f"{path.relative_to(root)}:{name}"] = database.execute(query).fetchone()[0]
            except sqlite3.Error:  # a file that is no database, or a table of a module that is not there
                continue
    return counts
