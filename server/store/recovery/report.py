"""What was carried over from a damaged file, kept as a small file beside the copy of it."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from server.file_access import dated_name, read_bytes
from server.store.checked import values
from server.store.checked.values import MISFITS
from server.store.recovery.carry import Carried

MARK: Final = ".damaged-"
_REPORT: Final = ".carried-over-"
MOST_LISTED: Final = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovery:
    """One damaged file: when and why it was replaced, where its copy lies, and what was carried over."""

    copy: Path
    at: float
    why: str
    tables: tuple[Carried, ...]

    @property
    def lost(self) -> tuple[Carried, ...]:
        """The tables of which not everything came over."""
        return tuple(table for table in self.tables if not table.whole)


def copy_name(path: Path) -> Path:
    """Return a name that no file has for a copy of the damaged file at `path`."""
    return dated_name(path, MARK)


def write_report(recovery: Recovery) -> None:
    """Write the report beside the copy; one that cannot be written is left out."""
    content = {
        "at": recovery.at,
        "why": recovery.why,
        "tables": [asdict(table) for table in recovery.tables],
    }
    with suppress(OSError):
        _report_of(recovery.copy).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def recoveries(path: Path) -> tuple[Recovery, ...]:
    """Return the copies of damaged files that lie beside the file at `path`, the newest first."""
    found: list[Recovery] = []
    with suppress(OSError):
        names = [each for each in path.parent.iterdir() if each.name.startswith(path.name + MARK)]
        copies = {each for each in names if not each.name.endswith(("-wal", "-shm", "-journal"))}
        found = [_read_report(copy) for copy in copies]
    return tuple(sorted(found, key=lambda each: (each.at, each.copy), reverse=True)[:MOST_LISTED])


def _read_report(copy: Path) -> Recovery:
    try:
        content = values.from_json_text(read_bytes(_report_of(copy), values.LONGEST_TEXT + 1).decode())
        return Recovery(
            copy=copy,
            at=values.moment(content["at"]),
            why=values.text(content["why"]),
            tables=tuple(
                Carried(
                    table=values.text(each["table"]),
                    kept=values.whole(each["kept"]),
                    unfit=values.whole(each["unfit"]),
                    readable=each["readable"] is True,
                )
                for each in values.items(content["tables"])
            ),
        )
    except (OSError, *MISFITS):
        # Copies of earlier versions have no report.
        at = 0.0
        with suppress(OSError):
            at = copy.stat().st_mtime
        return Recovery(copy=copy, at=at, why="", tables=())


def _report_of(copy: Path) -> Path:
    return copy.with_name(copy.name.replace(MARK, _REPORT) + ".json")
