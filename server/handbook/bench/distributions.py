"""Check which distributions an interpreter has installed, and say how to install those that are missing."""

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
from server.i18n import gettext as _
from server.runner.processes.environment import guest_environment

SECONDS: Final = 20.0
# A missing distribution may have been installed since: the interpreter is asked again, this often at most.
STALE_SECONDS: Final = 1.0
LIST_SCRIPT: Final = """
import json
from importlib import metadata
print(json.dumps({d.metadata["Name"]: d.version for d in metadata.distributions() if d.metadata["Name"]}))
"""


class Distributions:
    """The installed distributions of each interpreter, read on demand; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[Path, tuple[float, dict[str, str]]] = {}

    def require(self, python: Path | None, *requirements: str) -> None:
        """Undecided, with the command that installs them, if an interpreter (None: ours) lacks one of these.

        Each is a requirement as pip takes it, such as `flask-login>=0.6`. ValueError for one that is none.
        """
        required = [_requirement(text) for text in requirements]
        missing = [each for each in required if not _is_met(each, self._version(python, each.name))]
        if missing:
            raise _undecided(python, missing)

    def _version(self, python: Path | None, name: str) -> str | None:
        if python is None:
            try:
                return metadata.version(name)
            except metadata.PackageNotFoundError:
                return None
        with self._lock:
            read_at, versions = self._known.get(python, (-STALE_SECONDS, {}))
            version = versions.get(canonicalize_name(name))
            if version is None and time.monotonic() - read_at >= STALE_SECONDS:
                versions = _list(python)
                self._known[python] = (time.monotonic(), versions)
                version = versions.get(canonicalize_name(name))
            return version


def _list(python: Path) -> dict[str, str]:
    """Return the versions of an interpreter's distributions by canonical name; empty if it does not run."""
    try:
        completed = subprocess.run(  # noqa: S603 - the user chose this interpreter
            [str(python), "-c", LIST_SCRIPT],
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS,
            check=True,
            env=guest_environment(python),
            cwd=python.anchor,
        )
        versions = json.loads(completed.stdout)
        return {canonicalize_name(str(name)): str(version) for name, version in versions.items()}
    except (OSError, subprocess.SubprocessError, ValueError, AttributeError):
        return {}


def _requirement(text: str) -> Requirement:
    try:
        return Requirement(text)
    except InvalidRequirement as error:
        raise ValueError(f"{text!r} names no distribution: {error}") from error


def _is_met(requirement: Requirement, version: str | None) -> bool:
    return version is not None and requirement.specifier.contains(version, prereleases=True)


def _undecided(python: Path | None, missing: list[Requirement]) -> Undecided:
    names = [f"{each.name} {each.specifier}".strip() for each in missing]
    *others, last = names
    listed = _("%(names)s and %(last)s", names=", ".join(others), last=last) if others else last
    reason = (
        _("This program has no %(names)s.", names=listed)
        if python is None
        else _("%(python)s has no %(names)s.", python=python, names=listed)
    )
    if python is None and getattr(sys, "frozen", False):
        return Undecided(reason, _("Choose an interpreter that has it, with --python."))
    arguments = " ".join(f"'{each}'" if each.specifier else str(each) for each in missing)
    command = f"{python or sys.executable} -m pip install {arguments}"
    return Undecided(reason, _("Install it there: %(command)s", command=command))
