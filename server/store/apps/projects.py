"""Projects: which openings belong to the same app, and what the user has chosen for it."""

import json
from dataclasses import asdict, fields

from server.model.guest import Target
from server.store.access import TableAccess
from server.store.records import ProjectSettings


class Projects:
    """The apps that were opened, each known by its working folder and what is run in it."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def add_opening(self, guest: str, target: Target) -> None:
        """Record that the guest of that id is an opening of this project."""
        self._add(target)
        self._tables.write(
            "INSERT OR REPLACE INTO openings SELECT ?, id FROM projects WHERE root = ? AND app = ?",
            (guest, str(target.root), target.app),
        )

    def of_guest(self, guest: str) -> int | None:
        """Return the number of the project that a guest was an opening of; None if that is not known."""
        found = self._tables.read("SELECT project FROM openings WHERE guest = ?", (guest,))
        return int(found[0][0]) if found else None

    def settings(self, target: Target) -> ProjectSettings:
        """Return what was chosen for a project; a value of another kind than expected is left out."""
        found = self._tables.read(
            "SELECT settings FROM projects WHERE root = ? AND app = ?", (str(target.root), target.app)
        )
        values = json.loads(found[0][0]) if found else {}
        known = {field.name for field in fields(ProjectSettings)}
        return ProjectSettings(
            **{name: value for name, value in values.items() if name in known and type(value) is int}
        )

    def save(self, target: Target, settings: ProjectSettings) -> None:
        """Store what was chosen for a project."""
        chosen = {name: value for name, value in asdict(settings).items() if value is not None}
        self._add(target)
        self._tables.write(
            "UPDATE projects SET settings = ? WHERE root = ? AND app = ?",
            (json.dumps(chosen), str(target.root), target.app),
        )

    def _add(self, target: Target) -> None:
        self._tables.write(
            "INSERT OR IGNORE INTO projects (root, app) VALUES (?, ?)", (str(target.root), target.app)
        )
