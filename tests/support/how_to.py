"""Applies the changes that a page of docs/how-to describes to a copy of the repository, and checks them.

A change is a line "New file `path`:" or "Change `path`:" with a block of code below it. A `diff` block has no
line numbers: hunks are separated by `@@`, and the unchanged and removed lines of a hunk must occur once
in the file. A hunk that only adds is appended to the file. The commands stand in `sh` blocks, after `uv run`.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from tests.sources import LABS, ROOT

_CHANGE = re.compile(
    r"^(?P<what>New file|Change) `(?P<path>[^`]+)`:\n\n```\w+\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)
_COMMANDS = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FOLDERS = ("desktop", "docs", "server", "static", "templates", "tests")
_SECONDS = 300


def copy_of_repository(to: Path) -> Path:
    """Copy what the commands of a page need: everything but the labs of the handbook, which are many."""
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".mypy_cache")
    for folder in _FOLDERS:
        shutil.copytree(
            ROOT / folder,
            to / folder,
            ignore=lambda path, names: {*ignored(path, names), *(names if Path(path) == LABS else ())},
        )
    for file in (*ROOT.glob("*.md"), ROOT / "pyproject.toml"):
        shutil.copy(file, to)
    return to


def apply(page: str, root: Path) -> list[str]:
    """Apply every change of a page to the copy at `root`; return the changed paths, in order."""
    paths = []
    for change in _CHANGE.finditer(page):
        file = root / change["path"]
        if change["what"] == "New file":
            assert not file.exists(), f"{change['path']} exists already"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(change["code"], encoding="utf-8")
        else:
            file.write_text(patched(file.read_text(encoding="utf-8"), change["code"]), encoding="utf-8")
        paths.append(change["path"])
    return paths


def patched(text: str, diff: str) -> str:
    """Return `text` with every hunk of a `diff` block applied."""
    for hunk in re.split(r"^@@\n", diff, flags=re.MULTILINE):
        lines = [(line[:1], line[1:]) for line in hunk.splitlines(keepends=True)]
        old = "".join(content for sign, content in lines if sign in " -")
        new = "".join(content for sign, content in lines if sign in " +")
        if not old:
            text += "\n" + new
            continue
        places = [match.span() for match in re.finditer("^" + re.escape(old), text, flags=re.MULTILINE)]
        assert len(places) == 1, f"these lines occur {len(places)} times instead of once:\n{old}"
        start, end = places[0]
        text = text[:start] + new + text[end:]
    return text


def run_commands(page: str, root: Path) -> None:
    """Run the commands of a page in the copy at `root`; each must succeed."""
    for line in "".join(_COMMANDS.findall(page)).replace("\\\n", " ").splitlines():
        words = shlex.split(line)
        assert words[:2] == ["uv", "run"], f"the command does not start with `uv run`: {line}"
        command = [sys.executable, "-m", *words[2:]] if words[2] != "python" else [sys.executable, *words[3:]]
        # Options of the outer run, such as coverage and its limit, are not for the copy.
        environment = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
        done = subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
