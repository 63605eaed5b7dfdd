"""Projects: which openings belong to the same app, and what the user has chosen for it."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from server.model.guest import Target
from server.store.access import TableAccess
from server.store.checked.values import from_json_text, whole
from server.store.records import ProjectSettings, ProjectVariable

_NUMBERS: Final = frozenset(
    {"start_seconds", "request_seconds", "memory_mb", "open_files", "port", "last_port"}
)
_FLAGS: Final = frozenset({"notice_hidden", "restart_on_save", "send_on_save"})
_TEXTS: Final = frozenset({"python", "entry", "arguments", "folder"})


class Projects:
    """The apps that were opened, each known by its working folder and what is run in it."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def add_opening(self, guest: str, target: Target) -> None:
        """Record that the guest of that id is an opening of this project."""
        self._add(target)
        self._tables.write(
            "INSERT OR REPLACE INTO openings SELECT ?, id FROM projects WHERE root = ? AND app = ?",
            (guest, *_key(target)),
        )

    def of_guest(self, guest: str) -> int | None:
        """Return the number of the project that a guest was an opening of; None if that is not known."""
        found = self._tables.read("SELECT project FROM openings WHERE guest = ?", (guest,))
        numbers = self._tables.set_aside.fitting(
            "openings", found, lambda row: whole(row[0]), lambda _: guest
        )
        return numbers[0] if numbers else None

    def folder_of_guest(self, guest: str) -> Path | None:
        """Return the working folder of the app that a guest was an opening of; None if it is not known."""
        found = self._tables.read(
            "SELECT root FROM projects JOIN openings ON project = projects.id WHERE guest = ?", (guest,)
        )
        return next((Path(root) for (root,) in found if isinstance(root, str)), None)

    def settings(self, target: Target) -> ProjectSettings:
        """Return what was chosen for a project; a value of another kind than expected is left out."""
        found = self._tables.read("SELECT settings FROM projects WHERE root = ? AND app = ?", _key(target))
        chosen = self._tables.set_aside.fitting("projects", found, _settings, lambda _: target.root)
        return chosen[0] if chosen else ProjectSettings()

    def save(self, target: Target, settings: ProjectSettings) -> None:
        """Store what was chosen for a project."""
        chosen = {name: value for name, value in asdict(settings).items() if value is not None}
        self._add(target)
        self._tables.write(
            "UPDATE projects SET settings = ? WHERE root = ? AND app = ?", (json.dumps(chosen), *_key(target))
        )
        self._tables.set_aside.forget("projects", str(target.root))

    def _add(self, target: Target) -> None:
        self._tables.write("INSERT OR IGNORE INTO projects (root, app) VALUES (?, ?)", _key(target))


def _key(target: Target) -> tuple[str, str]:
    return str(target.root), target.app


def _settings(row: tuple[object, ...]) -> ProjectSettings:
    chosen: dict[str, Any] = {}
    for name, value in from_json_text(row[0]).items():
        if name in _NUMBERS and type(value) is int:
            chosen[name] = whole(value)
        elif (name in _FLAGS and isinstance(value, bool)) or (name in _TEXTS and isinstance(value, str)):
            chosen[name] = value
        elif name == "variables" and isinstance(value, list):
            chosen[name] = tuple(_variable(each) for each in value if isinstance(each, dict))
    return ProjectSettings(**chosen)


def _variable(stored: dict[str, object]) -> ProjectVariable:
    return ProjectVariable(
        name=str(stored.get("name", "")),
        value=str(stored.get("value", "")),
        secret=stored.get("secret") is True,
    )
