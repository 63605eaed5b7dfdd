"""Recently opened apps."""

import time
from pathlib import Path
from typing import Any

from server.model.guest import Target, TargetKind
from server.store.access import TableAccess
from server.store.checked import values
from server.store.records import RecentTarget


class Recent:
    """Recently opened apps, newest first; an app is one entry, whatever name it was opened by."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def touch(self, target: Target, python: Path | None) -> None:
        """Record that the app was opened just now."""
        self._tables.write(
            "INSERT OR REPLACE INTO recent VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                str(target.root),
                target.app,
                target.kind,
                target.spec,
                target.name,
                str(python) if python is not None else None,
                time.time(),
            ),
        )

    def list(self, limit: int = 20) -> tuple[RecentTarget, ...]:
        """Return the most recent apps, newest first."""
        found = self._tables.read(
            "SELECT kind, spec, root, app, name, python, opened_at FROM recent"
            " ORDER BY opened_at DESC LIMIT ?",
            (limit,),
        )
        return tuple(self._tables.set_aside.fitting("recent", found, _recent_target, lambda row: row[1]))

    def remove(self, spec: str) -> None:
        """Delete the entries with this spec."""
        self._tables.write("DELETE FROM recent WHERE spec = ?", (spec,))


def _recent_target(row: tuple[Any, ...]) -> RecentTarget:
    kind, spec, root, app, name, python, opened_at = row
    return RecentTarget(
        target=Target(
            kind=TargetKind(kind),
            spec=values.path_text(spec),
            root=Path(values.path_text(root)),
            app=values.path_text(app),
            name=values.text(name),
        ),
        python=Path(values.path_text(python)) if python is not None else None,
        opened_at=values.moment(opened_at),
    )
