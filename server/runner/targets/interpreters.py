"""Finds and inspects the Python interpreters that a guest can run on."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.model.problem import Problem
from server.runner.environments.choice import InterpreterChoice
from server.runner.environments.environment import FoundBy
from server.runner.processes.environment import guest_environment
from server.runner.targets import problems

TIMEOUT_SECONDS: Final = 10.0
OLDEST: Final = (3, 9)
OUTPUT_BYTES: Final = 10_000
# Runs on any Python 3; without importlib.metadata it reports no packages.
SCRIPT: Final = """
import json, sys
found = {}
try:
    from importlib import metadata
    for name in ("flask", "werkzeug", "waitress"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = None
except ImportError:
    pass
print(json.dumps({"version": list(sys.version_info[:3]), "prefix": sys.prefix, "found": found}))
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Interpreter:
    """An interpreter: `python` is its version, those of missing packages are None."""

    path: Path
    python: str
    flask: str | None
    werkzeug: str | None
    waitress: str | None
    prefix: Path


def inspect_interpreter(python: Path) -> Interpreter | Problem:
    """Start an interpreter once, for TIMEOUT_SECONDS at most, and return its versions.

    `python` may be the folder of a virtual environment.
    """
    path = _executable(python.expanduser())
    if isinstance(path, Problem):
        return path
    try:
        answer = subprocess.run(  # noqa: S603 - the user named it to be run
            [str(path), "-c", SCRIPT],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT_SECONDS,
            check=False,
            env=guest_environment(path),
            cwd=path.anchor,
        )
    except subprocess.TimeoutExpired:
        return problems.too_slow(str(path), TIMEOUT_SECONDS)
    except OSError as error:
        return problems.not_executable(str(path), str(error))
    return _read(path, answer)


def usable_python(choice: InterpreterChoice) -> Path | Problem | None:
    """Return the program of a chosen interpreter, None for our own, or why it cannot be used.

    It is started once, unless it was found and its files say that its version will do.
    """
    if choice.python is None:
        return None
    found = choice.environment
    if found is not None and choice.origin is not FoundBy.NAMED and found.version is not None:
        numbers = tuple(int(part) for part in found.version.split("."))
        if numbers >= OLDEST:
            return found.python
    interpreter = inspect_interpreter(choice.python)
    return interpreter if isinstance(interpreter, Problem) else interpreter.path


def discover_interpreters() -> tuple[Interpreter, ...]:
    """Return the interpreters of the active environment, on PATH and of pyenv, but not our own."""
    by_prefix: dict[Path, Interpreter] = {}
    for candidate in _candidates():
        interpreter = inspect_interpreter(candidate)
        if (
            isinstance(interpreter, Interpreter)
            and interpreter.prefix not in by_prefix
            and interpreter.prefix != Path(sys.prefix)
        ):
            by_prefix[interpreter.prefix] = interpreter
    return tuple(by_prefix.values())


def _candidates() -> Iterator[Path]:
    environment = os.environ.get("VIRTUAL_ENV")
    if environment:
        yield Path(environment)
    names = ("python3", "python", *(f"python3.{minor}" for minor in range(OLDEST[1], 20)))
    for name in names:
        path = shutil.which(name)
        # A pyenv shim runs a version that depends on the folder; the versions themselves are added below.
        if path is not None and "shims" not in Path(path).parts:
            yield Path(path)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    if pyenv.is_dir():
        yield from sorted(pyenv.iterdir())


def _executable(python: Path) -> Path | Problem:
    """Return the file to start, without resolving links: an environment is recognised by their path."""
    if python.is_dir():
        names = ("Scripts/python.exe", "python.exe") if os.name == "nt" else ("bin/python", "bin/python3")
        inside = next((python / name for name in names if (python / name).is_file()), None)
        if inside is None:
            return problems.no_environment(str(python))
        return inside.absolute()
    if not python.is_file():
        path = shutil.which(str(python))
        if path is None:
            return problems.interpreter_not_found(str(python))
        return Path(path).absolute()
    if not os.access(python, os.X_OK):
        return problems.not_executable(str(python), "")
    return python.absolute()


def _read(path: Path, answer: "subprocess.CompletedProcess[bytes]") -> Interpreter | Problem:
    """Parse the output of SCRIPT."""
    output = answer.stdout[:OUTPUT_BYTES].decode("utf-8", "replace")
    errors = answer.stderr[:OUTPUT_BYTES].decode("utf-8", "replace").strip()
    try:
        value = json.loads(output.strip().rpartition("\n")[2])
        major, minor, micro = (int(part) for part in value["version"])
        prefix = Path(value["prefix"])
        packages = dict(value["found"])
    except (ValueError, KeyError, TypeError):
        return problems.not_an_interpreter(str(path), errors or output.strip())
    version = f"{major}.{minor}.{micro}"
    if (major, minor) < OLDEST:
        return problems.too_old(str(path), version, ".".join(map(str, OLDEST)))
    return Interpreter(
        path=path,
        python=version,
        flask=packages.get("flask"),
        werkzeug=packages.get("werkzeug"),
        waitress=packages.get("waitress"),
        prefix=prefix,
    )
