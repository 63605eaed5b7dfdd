"""The outcomes of claims on each tested interpreter, and which outcomes have changed."""

import json
from dataclasses import asdict
from typing import Any, Final

from server.model.claim import Outcome, Verdict
from server.model.versions import Versions
from server.store.access import TableAccess
from server.store.checked.values import (
    from_json_text,
    moment,
    number,
    optional,
    path_text,
    text,
    versions,
)
from server.store.records import InterpreterResult, VerdictChange

OURS: Final = ""
_COLUMNS: Final = (
    "lab, claim, interpreter, python, flask, werkzeug, outcome, expected, reason, remedy, took, decided_at"
)
_REPLACE: Final = "INSERT OR REPLACE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_IGNORE: Final = "INSERT OR IGNORE INTO trials VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class InterpreterResults:
    """The last outcome of each claim for each interpreter (by path) and the versions that it had."""

    def __init__(self, tables: TableAccess) -> None:
        self._tables = tables

    def add(self, verdict: Verdict, interpreter: str = OURS) -> VerdictChange | None:
        """Store a verdict; return the change if the previous outcome on this interpreter was another.

        An undecided verdict never replaces a decided one and never counts as a change.
        """
        if verdict.versions.python is None:
            return None
        decided = verdict.outcome is not Outcome.UNDECIDED
        before = self._last(verdict.lab, verdict.claim, interpreter) if decided else None
        self._tables.write(
            _REPLACE if decided else _IGNORE,
            (
                verdict.lab,
                verdict.claim,
                interpreter,
                verdict.versions.python,
                verdict.versions.flask or "",
                verdict.versions.werkzeug or "",
                verdict.outcome,
                verdict.expected,
                verdict.reason,
                verdict.remedy,
                verdict.took,
                verdict.decided_at,
            ),
        )
        return self._changed(before, verdict) if before is not None else None

    def of(self, lab: str) -> dict[str, tuple[InterpreterResult, ...]]:
        """Return the results of each claim of a lab: our interpreter first, then by Flask and Python."""
        found: dict[str, tuple[InterpreterResult, ...]] = {}
        rows = self._tables.read(
            f"SELECT {_COLUMNS} FROM trials WHERE lab = ?"  # noqa: S608 - the columns are ours
            " ORDER BY interpreter <> '', flask DESC, python DESC, decided_at DESC",
            (lab,),
        )
        for result in self._fitting(rows):
            found[result.claim] = (*found.get(result.claim, ()), result)
        return found

    def changes(self, lab: str | None = None) -> tuple[VerdictChange, ...]:
        """Return the changes that the user has not acknowledged yet, of one lab or of all."""
        rows = self._tables.read(
            "SELECT lab, claim, interpreter, was, was_on, now, now_on FROM changes"
            " WHERE ? IS NULL OR lab = ?",
            (lab, lab),
        )
        return tuple(
            self._tables.set_aside.fitting("changes", rows, _change, lambda row: f"{row[0]} {row[1]}")
        )

    def acknowledge(self, lab: str, claim: str) -> None:
        """Record that the user has seen the changes of a claim."""
        self._tables.write("DELETE FROM changes WHERE lab = ? AND claim = ?", (lab, claim))

    def interpreter_paths(self) -> tuple[str, ...]:
        """Return the paths of all interpreters with results, except our own."""
        rows = self._tables.read(
            "SELECT DISTINCT interpreter FROM trials WHERE interpreter <> '' ORDER BY interpreter"
        )
        return tuple(
            self._tables.set_aside.fitting("trials", rows, lambda row: path_text(row[0]), lambda row: row[0])
        )

    def seconds_by_lab(self) -> dict[str, float]:
        """Return how long the claims of each lab took in total, each at its slowest."""
        rows = self._tables.read(
            "SELECT lab, sum(slowest) / 1000 FROM"
            " (SELECT lab, max(took) AS slowest FROM trials GROUP BY lab, claim) GROUP BY lab"
        )
        return dict(
            self._tables.set_aside.fitting(
                "trials", rows, lambda row: (text(row[0]), number(row[1])), lambda row: row[0]
            )
        )

    def _fitting(self, rows: list[tuple[object, ...]]) -> list[InterpreterResult]:
        return self._tables.set_aside.fitting("trials", rows, _result, lambda row: f"{row[0]} {row[1]}")

    def _last(self, lab: str, claim: str, interpreter: str) -> InterpreterResult | None:
        rows = self._tables.read(
            f"SELECT {_COLUMNS} FROM trials"  # noqa: S608 - the columns are ours
            " WHERE lab = ? AND claim = ? AND interpreter = ? AND outcome <> 'undecided'"
            " ORDER BY decided_at DESC LIMIT 1",
            (lab, claim, interpreter),
        )
        return next(iter(self._fitting(rows)), None)

    def _changed(self, before: InterpreterResult, verdict: Verdict) -> VerdictChange | None:
        """Store and return the change from `before`; a return to the acknowledged outcome is none."""
        key = (before.lab, before.claim, before.interpreter)
        if verdict.outcome is before.outcome:
            return None
        # The claim itself has changed: it now expects another outcome.
        same = _same_versions(before.versions, verdict.versions)
        another = same and before.expected is not verdict.expected
        waiting = next(
            (
                change
                for change in self.changes(before.lab)
                if (change.claim, change.interpreter) == (before.claim, before.interpreter)
            ),
            None,
        )
        if another or (waiting is not None and waiting.was is verdict.outcome):
            self._tables.write("DELETE FROM changes WHERE lab = ? AND claim = ? AND interpreter = ?", key)
            return None
        change = VerdictChange(
            lab=before.lab,
            claim=before.claim,
            interpreter=before.interpreter,
            was=before.outcome,
            was_on=before.versions,
            now=verdict.outcome,
            now_on=verdict.versions,
        )
        self._tables.write(
            "INSERT OR REPLACE INTO changes VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *key,
                change.was,
                json.dumps(asdict(change.was_on)),
                change.now,
                json.dumps(asdict(change.now_on)),
            ),
        )
        return change


def _same_versions(one: Versions, other: Versions) -> bool:
    return (one.python, one.flask, one.werkzeug) == (other.python, other.flask, other.werkzeug)


def _result(row: tuple[Any, ...]) -> InterpreterResult:
    lab, claim, interpreter, python, flask, werkzeug, outcome, expected, reason, remedy, took, decided_at = (
        row
    )
    return InterpreterResult(
        lab=text(lab),
        claim=text(claim),
        interpreter=path_text(interpreter),
        outcome=Outcome(outcome),
        expected=optional(Outcome, expected),
        reason=text(reason),
        remedy=optional(text, remedy),
        versions=Versions(python=text(python), flask=text(flask) or None, werkzeug=text(werkzeug) or None),
        took=number(took),
        decided_at=moment(decided_at),
    )


def _change(row: tuple[Any, ...]) -> VerdictChange:
    lab, claim, interpreter, was, was_on, now, now_on = row
    return VerdictChange(
        lab=text(lab),
        claim=text(claim),
        interpreter=path_text(interpreter),
        was=Outcome(was),
        was_on=versions(from_json_text(was_on)),
        now=Outcome(now),
        now_on=versions(from_json_text(now_on)),
    )
