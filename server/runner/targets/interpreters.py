"""Finds and inspects the Python interpreters that a guest can run on."""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from server.file_access import entries, expanded, home
from server.model.problem import Problem
from server.runner.environments.choice import InterpreterChoice
from server.runner.environments.environment import FoundBy
from server.runner.processes.brief_run import BriefOutput, run_briefly
from server.runner.processes.environment import guest_environment
from server.runner.targets import problems

TIMEOUT_SECONDS: Final = 10.0
OLDEST: Final = (3, 9)
OUTPUT_BYTES: Final = 10_000
# How many interpreters of a machine are started to look at them, and how many at once.
MOST_CANDIDATES: Final = 40
AT_ONCE: Final = 4
# The longest number in a version, in digits.
MOST_DIGITS: Final = 4
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
    path = _executable(expanded(python))
    if isinstance(path, Problem):
        return path
    try:
        answer = run_briefly(
            [str(path), "-c", SCRIPT],
            seconds=TIMEOUT_SECONDS,
            most_bytes=OUTPUT_BYTES,
            environment=guest_environment(path),
            folder=path.anchor,
        )
    except TimeoutError:
        return problems.too_slow(str(path), TIMEOUT_SECONDS)
    except (OSError, ValueError) as error:
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
    candidates = tuple(dict.fromkeys(_candidates()))[:MOST_CANDIDATES]
    with ThreadPoolExecutor(AT_ONCE, "interpreter") as pool:
        inspected = tuple(pool.map(inspect_interpreter, candidates))
    for interpreter in inspected:
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
    yield from entries(Path(os.environ.get("PYENV_ROOT") or home() / ".pyenv") / "versions")


def _executable(python: Path) -> Path | Problem:
    """Return the file to start, without resolving links: an environment is recognised by their path."""
    if os.path.isdir(python):
        names = ("Scripts/python.exe", "python.exe") if os.name == "nt" else ("bin/python", "bin/python3")
        inside = next((python / name for name in names if os.path.isfile(python / name)), None)
        if inside is None:
            return problems.no_environment(str(python))
        return inside.absolute()
    if not os.path.isfile(python):
        path = shutil.which(str(python))
        if path is None:
            return problems.interpreter_not_found(str(python))
        return Path(path).absolute()
    if not os.access(python, os.X_OK):
        return problems.not_executable(str(python), "")
    return python.absolute()


def _read(path: Path, answer: BriefOutput) -> Interpreter | Problem:
    """Parse the output of SCRIPT, which may be that of any program."""
    output, errors = answer.output.strip(), answer.errors.strip()
    try:
        value = json.loads(output.rpartition("\n")[2])
        major, minor, micro = (_number(part) for part in value["version"])
        prefix = Path(_text(value["prefix"]))
        packages = {name: found and _text(found) for name, found in dict(value["found"]).items()}
    except (ValueError, KeyError, TypeError, RecursionError):
        return problems.not_an_interpreter(str(path), errors or output)
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


def _number(value: Any) -> int:
    """Return a number of a version; ValueError for anything else."""
    if type(value) is not int or not 0 <= value < 10**MOST_DIGITS:
        raise ValueError("not a number of a version")
    return value


def _text(value: Any) -> str:
    """Return a text that can be printed and be a path; ValueError for anything else."""
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("not a text")
    value.encode()  # a lone surrogate raises UnicodeEncodeError, a ValueError
    return value
