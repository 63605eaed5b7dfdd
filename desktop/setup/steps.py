"""The steps of the set-up: room on the disk, uv, the environment, and the program that was asked for."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from desktop.setup import index, problems, uv_program

ROOT = Path(__file__).resolve().parents[2]
USAGE = """\
Usage: python3 -m desktop.setup [ARGUMENTS...]          set up, then run fumehood with these arguments
       python3 -m desktop.setup pytest [ARGUMENTS...]   set up with the tools of development, then run pytest

In the checkout it makes the folders .uv (the program uv, where PATH has none) and .venv (Python packages);
uv keeps what it has fetched in its cache. Nothing else on this machine is changed. A second run takes a
second and needs no network.
"""
PYTHONS = ">=3.11,<3.15"  # those that are tested; where the system has none of them, uv fetches the newest
SCRIPTS = "Scripts" if os.name == "nt" else "bin"
REPLACES_ITSELF = os.name != "nt"  # Windows cannot put one program in the place of another
ROOM = 1.5e9  # bytes; a first set-up takes 1.3e9 for the environment and the caches


def main(arguments: Sequence[str]) -> int:
    """Set up the checkout and start fumehood or pytest; return the exit status."""
    if arguments and arguments[0] in {"-h", "--help"}:
        sys.stdout.write(USAGE)
        return 0
    try:
        return set_up(ROOT, arguments, os.environ)
    except problems.SetupProblem as problem:
        sys.stderr.write(f"{problem}\n")
    except OSError as error:
        sys.stderr.write(f"{problems.of_file(error)}\n")
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted. The same command goes on from here.\n")
        return 130
    return 1


def set_up(root: Path, arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Bring the environment up to date and start the program; a SetupProblem where a step fails."""
    home = Path(os.path.expanduser("~"))  # Path.home() raises for a user without a home
    tests = list(arguments[:1]) == ["pytest"]
    program = list(arguments) if tests else ["fumehood", *arguments]
    check_room(root)
    uv = uv_program.provide(root, environment, home, sys.stderr)
    mirror = index.configured(environment, home)
    rebuild = (root / "static" / "dist" / "problem.txt").is_file()
    variables = environment_of(root, uv, mirror, environment)
    for command in commands(tests=tests, mirror=bool(mirror), rebuild=rebuild):
        if subprocess.call([str(uv), *command], cwd=root, env=variables):  # noqa: S603 - our own words
            raise problems.SetupProblem(
                "uv could not bring the environment up to date, for the reason that it prints above.",
                f"correct it and run the same command again; what was fetched is kept. {problems.ELSEWHERE}",
            )
    return start([str(root / ".venv" / SCRIPTS / program[0]), *program[1:]], variables)


def start(words: list[str], variables: Mapping[str, str]) -> int:
    """Put a program in the place of this one; on Windows, wait for its end and return its exit status.

    It is started without `uv run`, which would pass Ctrl+C on to it a second time.
    """
    if REPLACES_ITSELF:
        sys.stderr.flush()
        os.execve(words[0], words, variables)  # noqa: S606 - the user's own arguments
    return subprocess.call(words, env=variables)  # noqa: S603 - the user's own arguments


def check_room(root: Path) -> None:
    """Raise a SetupProblem where a first set-up would fill the disk, or may not write into the checkout."""
    if (root / ".venv").exists():
        return
    if not os.access(root, os.W_OK):
        raise problems.of_file(PermissionError(13, "Permission denied", str(root)))
    free = shutil.disk_usage(root).free
    if free < ROOM:
        raise problems.SetupProblem(
            f"The set-up needs {ROOM / 1e9:.1f} GB, and the disk of {root} has {free / 1e9:.1f} GB left.",
            "free some space and run the same command again.",
        )


def environment_of(
    root: Path, uv: Path, mirror: str | None, environment: Mapping[str, str]
) -> dict[str, str]:
    """Return the variables for uv and the program: those of an activated .venv, and uv on PATH.

    Certificates are the system's, and the index is the user's.
    """
    folder = root / ".venv"
    path = os.pathsep.join(filter(None, (str(folder / SCRIPTS), str(uv.parent), environment.get("PATH"))))
    trust = dict.fromkeys(("UV_SYSTEM_CERTS", "UV_NATIVE_TLS", "NODE_USE_SYSTEM_CA"), "1")
    ours = {"PATH": path, "VIRTUAL_ENV": str(folder), "UV_PROJECT_ENVIRONMENT": str(folder)}
    return {
        "UV_PYTHON": PYTHONS,
        **trust,
        **environment,
        **ours,
        **({"UV_DEFAULT_INDEX": mirror} if mirror else {}),
    }


def commands(*, tests: bool, mirror: bool, rebuild: bool) -> list[list[str]]:
    """Return the calls of uv that bring .venv up to date; what a contributor has in it besides stays.

    uv.lock holds addresses of pypi.org. On another index the packages are looked up by name, and checked
    against the same hashes. `rebuild` tries the front end again, which an earlier run could not build.
    """
    groups = [] if tests else ["--no-dev"]
    again = ["--reinstall-package", "fumehood"] if rebuild else []
    if not mirror:
        return [["sync", "--locked", "--inexact", *groups, *again]]
    listing = ".venv/requirements.txt"
    return [
        ["venv", "--allow-existing", "--quiet"],
        ["export", "--frozen", "--no-emit-project", "--quiet", *groups, "--output-file", listing],
        ["pip", "install", "--require-hashes", "--no-deps", "--requirements", listing],
        ["sync", "--frozen", "--inexact", *groups, *again],
    ]
