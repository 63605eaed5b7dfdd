"""The README's commands, on systems with Python alone and with venv and pip."""

import subprocess
from pathlib import Path
from typing import Final

from tests.clean_roots.roots import USER, as_reader, root
from tests.sources import ROOT

ROOTS: Final = (("python3",), ("python3", "python3-venv", "python3-pip"))
COMMANDS: Final = (
    "git clone --quiet /srv/fumehood.git fumehood",
    "cd fumehood && python3 -m desktop.setup prove wsgi",
    "cd fumehood && python3 -m desktop.setup pytest -q tests/test_docs.py tests/test_wheel.py",
    'cd fumehood && test -z "$(git status --porcelain)"',
)


def try_commands(suite: str) -> list[str]:
    """Run every command in every root of a suite; return those that failed."""
    failed = []
    for packages in ROOTS:
        with root(suite, ("git", *packages)) as folder:
            put_repository(folder)
            for command in COMMANDS:
                print(f"== {suite}, {' '.join(packages)}: {command}", flush=True)
                if as_reader(folder, command):
                    failed.append(f"{suite}, {' '.join(packages)}: {command}")
                    break
    return failed


def put_repository(folder: Path) -> None:
    """Put this repository into a root as /srv/fumehood.git."""
    target = folder / "srv" / "fumehood.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(ROOT), str(target)], check=True)
    subprocess.run(["chown", "--recursive", f"{USER}:{USER}", str(target)], check=True)
