"""Which distributions an interpreter has, and what an experiment is told where one is missing."""

import json
import subprocess
import sys
import threading
import time
from importlib import metadata
from pathlib import Path
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from server.handbook.undecided import Undecided
from server.runner.processes.environment import guest_environment

SECONDS: Final = 20.0
# What is missing may have been installed since; it is not asked for more often than this.
STALE_SECONDS: Final = 1.0
QUESTION: Final = """
import json
from importlib import metadata
print(json.dumps({d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"]}))
"""


class Distributions:
    """What each interpreter has installed; safe between threads, read anew where something was missing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[float, dict[str, str]]] = {}

    def need(self, python: Path | None, *names: str) -> None:
        """Undecided, with the line that installs them, where an interpreter (None: ours) lacks one of these.

        A name may ask for versions, as in `flask-login>=0.6`.
        """
        wanted = [_requirement(name) for name in names]
        lacking = [each for each in wanted if not _meets(each, self._version(python, each.name))]
        if lacking:
            raise _undecided(python, lacking)

    def _version(self, python: Path | None, name: str) -> str | None:
        if python is None:
            try:
                return metadata.version(name)
            except metadata.PackageNotFoundError:
                return None
        with self._lock:
            at, found = self._known.get(python, (-STALE_SECONDS, {}))
            version = found.get(canonicalize_name(name))
            if version is None and time.monotonic() - at >= STALE_SECONDS:
                found = _ask(python)
                self._known[python] = (time.monotonic(), found)
                version = found.get(canonicalize_name(name))
            return version


def _ask(python: Path) -> dict[str, str]:
    """Every distribution of an interpreter with its version, by canonical name; empty where it cannot say."""
    try:
        answer = subprocess.run(  # noqa: S603 - the user named it to be run
            [str(python), "-c", QUESTION],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
            env=guest_environment(python),
            cwd=python.anchor,
        )
        said = json.loads(answer.stdout)
        return {canonicalize_name(str(name)): str(version) for name, version in said.items()}
    except (OSError, subprocess.SubprocessError, ValueError, AttributeError):
        return {}


def _requirement(name: str) -> Requirement:
    try:
        return Requirement(name)
    except InvalidRequirement as error:
        raise ValueError(f"{name!r} names no distribution: {error}") from error


def _meets(wanted: Requirement, version: str | None) -> bool:
    return version is not None and wanted.specifier.contains(version, prereleases=True)


def _undecided(python: Path | None, lacking: list[Requirement]) -> Undecided:
    names = [f"{each.name} {each.specifier}".strip() for each in lacking]
    *others, last = names
    cause = f"{python or 'This program'} has no {', '.join(others) + ' and ' + last if others else last}."
    if python is None and getattr(sys, "frozen", False):
        return Undecided(cause, "Choose an interpreter that has it, with --python.")
    asked = " ".join(f"'{each}'" if each.specifier else str(each) for each in lacking)
    return Undecided(cause, f"Install it there: {python or sys.executable} -m pip install {asked}")
