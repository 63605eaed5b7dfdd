"""Virtual environments for guests, made once with uv and kept in the user's cache folder.

`environment("flask22")` gives the interpreter of one, and skips the test, with the reason, only where neither
the cache nor the package index has what it needs. FUMEHOOD_TEST_FLASK_DEV may name a source tree of Flask's
development line; `FLASKS` then has an environment with it, too.
"""

import functools
import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from filelock import FileLock
from platformdirs import user_cache_path

SECONDS: Final = 300.0
READY: Final = "ready"


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What an environment holds; of `pythons` (newest wish first) the first that is here is taken."""

    name: str
    pythons: tuple[str, ...]
    packages: tuple[str, ...]


FLASK_DEV: Final = os.environ.get("FUMEHOOD_TEST_FLASK_DEV")

RECIPES: Final[tuple[Recipe, ...]] = (
    Recipe(
        name="flask22", pythons=("3.9", "3.10", "3.11"), packages=("flask==2.2.*", "werkzeug<3", "asgiref")
    ),
    Recipe(
        name="flask31",
        pythons=("3.14", "3.13", "3.12", "3.11"),
        packages=(
            "flask==3.1.*",
            "asgiref",
            "waitress==3.*",
            "flask-session==0.8.*",
            "cachelib",
            "python-dotenv",
        ),
    ),
    Recipe(
        name="libraries22",
        pythons=("3.9", "3.10", "3.11"),
        packages=("flask==2.2.*", "werkzeug<3", "sqlalchemy==1.4.*", "blinker==1.5", "flask-mail==0.9.1"),
    ),
    Recipe(
        name="people22",
        pythons=("3.9", "3.10", "3.11"),
        packages=(
            "flask==2.2.*",
            "werkzeug<3",
            "flask-wtf==1.0.*",
            "wtforms==3.0.*",
            "flask-login==0.6.2",
            "pyjwt==2.4.*",
            "itsdangerous==2.0.*",
        ),
    ),
    Recipe(
        name="greenlets",
        pythons=("3.12", "3.11", "3.13", "3.10"),
        packages=("flask==3.1.*", "eventlet==0.41.*", "gevent", "gevent-websocket", "flask-socketio==5.*"),
    ),
    Recipe(
        name="old",
        pythons=("3.9", "3.10"),
        packages=("flask==1.1.*", "werkzeug<2", "jinja2<3", "markupsafe<2.1", "itsdangerous<2.1"),
    ),
    # A peer that the benchmarks measure, on the Python that runs us.
    Recipe(
        name="toolbar",
        pythons=(f"{sys.version_info.major}.{sys.version_info.minor}",),
        packages=("flask==3.1.*", "waitress==3.*", "flask-debugtoolbar==0.16.*"),
    ),
    Recipe(name="nothing", pythons=("3.10", "3.11", "3.12"), packages=("bottle==0.13.*",)),
    *(
        (Recipe(name="flask32", pythons=("3.12", "3.13", "3.11"), packages=(FLASK_DEV, "asgiref")),)
        if FLASK_DEV
        else ()
    ),
)
FLASKS: Final = tuple(recipe.name for recipe in RECIPES if recipe.name.startswith("flask"))


class Unreachable(Exception):  # noqa: N818 - it is a state, not a mistake
    """What an environment needs cannot be had here."""


def uv() -> str:
    """The program uv."""
    found = os.environ.get("UV") or shutil.which("uv")
    if found is None:
        raise Unreachable("uv is not installed")
    return found


def run(*command: str) -> str:
    """Run a command; returns its output, Unreachable carries its complaint."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unreachable(str(error)) from error
    if done.returncode:
        raise Unreachable(" ".join(done.stderr.split())[-400:])
    return done.stdout.strip()


def interpreter(versions: tuple[str, ...]) -> str:
    """An interpreter of one of these versions: one that is here, else the one that runs us."""
    for version in versions:
        try:
            return run(uv(), "python", "find", "--no-python-downloads", "--no-project", version)
        except Unreachable:
            for path in sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python")):
                return str(path)
    return sys.executable


def make(recipe: Recipe, folder: Path) -> None:
    """Make an environment in a folder that does not exist."""
    python = interpreter(recipe.pythons)
    run(uv(), "venv", "--no-project", "--quiet", "--python", python, str(folder))
    run(uv(), "pip", "install", "--quiet", "--python", str(binary(folder)), *recipe.packages)
    (folder / READY).touch()


def binary(folder: Path) -> Path:
    """The interpreter inside an environment."""
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


@functools.cache
def python_of(name: str) -> Path | str:
    """The interpreter of the named environment, or why it cannot be had."""
    recipe = next(recipe for recipe in RECIPES if recipe.name == name)
    digest = hashlib.sha256(repr(recipe).encode()).hexdigest()[:12]
    cache = user_cache_path("fumehood-tests", appauthor=False, ensure_exists=True)
    folder = cache / f"{name}-{digest}"
    try:
        with FileLock(cache / f"{name}.lock", timeout=SECONDS):
            if not (folder / READY).is_file():
                shutil.rmtree(folder, ignore_errors=True)
                make(recipe, folder)
    except (Unreachable, OSError) as error:
        return f"no environment {name}: {error}"
    return binary(folder)


def environment(name: str) -> Path:
    """The interpreter of the named environment; skips the test where it cannot be had."""
    python = python_of(name)
    if isinstance(python, str):
        pytest.skip(python)
    return python
