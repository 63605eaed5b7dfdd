"""Apps opened before."""

import time
from pathlib import Path

from server.model.guest import Target, TargetKind
from server.store.records import RecentTarget
from server.store.tables import Tables


class Recent:
    """Apps opened before, newest first; the same app is one entry, however it was named."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def touch(self, target: Target, python: Path | None) -> None:
        """Remember that it was opened just now."""
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
        """The newest first."""
        found = self._tables.read(
            "SELECT kind, spec, root, app, name, python, opened_at FROM recent"
            " ORDER BY opened_at DESC LIMIT ?",
            (limit,),
        )
        return tuple(
            RecentTarget(
                target=Target(kind=TargetKind(kind), spec=spec, root=Path(root), app=app, name=name),
                python=Path(python) if python is not None else None,
                opened_at=opened_at,
            )
            for kind, spec, root, app, name, python, opened_at in found
        )

    def remove(self, spec: str) -> None:
        """Leave it out from now on."""
        self._tables.write("DELETE FROM recent WHERE spec = ?", (spec,))
