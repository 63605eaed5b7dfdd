"""The Python interpreters a guest can run on."""

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
from server.runner.processes.environment import guest_environment
from server.runner.targets import problems

SECONDS: Final = 10.0
OLDEST: Final = (3, 9)
SAID_BYTES: Final = 10_000
# It runs on any Python 3 that has importlib.metadata, and says less on those that have not.
QUESTION: Final = """
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
    """A Python that can be started; `python` is its version, those of missing packages are None."""

    path: Path
    python: str
    flask: str | None
    werkzeug: str | None
    waitress: str | None
    prefix: Path


def inspect_interpreter(python: Path) -> Interpreter | Problem:
    """What an interpreter, or a virtual environment's folder, is; it is started once, for 10 s at most."""
    path = _executable(python.expanduser())
    if isinstance(path, Problem):
        return path
    try:
        answer = subprocess.run(  # noqa: S603 - the user named it to be run
            [str(path), "-c", QUESTION],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env=guest_environment(path),
            cwd=path.anchor,
        )
    except subprocess.TimeoutExpired:
        return problems.too_slow(str(path), SECONDS)
    except OSError as error:
        return problems.not_executable(str(path), str(error))
    return _read(path, answer)


def discover_interpreters() -> tuple[Interpreter, ...]:
    """The interpreters that are easily found: the active environment's, on PATH, pyenv's; never ours."""
    found: dict[Path, Interpreter] = {}
    for candidate in _candidates():
        known = inspect_interpreter(candidate)
        if isinstance(known, Interpreter) and known.prefix not in found and known.prefix != Path(sys.prefix):
            found[known.prefix] = known
    return tuple(found.values())


def _candidates() -> Iterator[Path]:
    environment = os.environ.get("VIRTUAL_ENV")
    if environment:
        yield Path(environment)
    names = ("python3", "python", *(f"python3.{minor}" for minor in range(OLDEST[1], 20)))
    for name in names:
        path = shutil.which(name)
        # A pyenv shim runs whatever a folder asks for; what it stands for is found below.
        if path is not None and "shims" not in Path(path).parts:
            yield Path(path)
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    if pyenv.is_dir():
        yield from sorted(pyenv.iterdir())


def _executable(python: Path) -> Path | Problem:
    """The file to start, links unresolved: through them an environment knows what it is."""
    if python.is_dir():
        names = ("Scripts/python.exe", "python.exe") if os.name == "nt" else ("bin/python", "bin/python3")
        inside = next((python / name for name in names if (python / name).is_file()), None)
        if inside is None:
            return problems.no_environment(str(python))
        return inside.absolute()
    if not python.is_file():
        found = shutil.which(str(python))
        if found is None:
            return problems.interpreter_not_found(str(python))
        return Path(found).absolute()
    if not os.access(python, os.X_OK):
        return problems.not_executable(str(python), "")
    return python.absolute()


def _read(path: Path, answer: "subprocess.CompletedProcess[bytes]") -> Interpreter | Problem:
    """What it said, if it said it as a Python does."""
    said = answer.stdout[:SAID_BYTES].decode("utf-8", "replace")
    complaint = answer.stderr[:SAID_BYTES].decode("utf-8", "replace").strip()
    try:
        value = json.loads(said.strip().rpartition("\n")[2])
        major, minor, micro = (int(part) for part in value["version"])
        prefix = Path(value["prefix"])
        found = dict(value["found"])
    except (ValueError, KeyError, TypeError):
        return problems.not_an_interpreter(str(path), complaint or said.strip())
    version = f"{major}.{minor}.{micro}"
    if (major, minor) < OLDEST:
        return problems.too_old(str(path), version, ".".join(map(str, OLDEST)))
    return Interpreter(
        path=path,
        python=version,
        flask=found.get("flask"),
        werkzeug=found.get("werkzeug"),
        waitress=found.get("waitress"),
        prefix=prefix,
    )
