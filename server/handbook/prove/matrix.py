"""Prove the handbook on several interpreters, one after the other, and compare the verdicts."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from server.handbook.prove.options import ProveOptions
from server.handbook.prove.prover import Prover, usable
from server.handbook.prove.report import Report, claim_to_json
from server.model.claim import Claim, Verdict
from server.model.problem import Problem
from server.runner.targets.interpreters import Interpreter
from server.store import VerdictChange

Changes = Mapping[tuple[str, str, str], VerdictChange]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """The report of one interpreter; `python` is its path, "" for ours."""

    python: str
    report: Report


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """Claims by interpreters: every column has the same claims in the same order."""

    columns: tuple[Column, ...]
    seconds: float

    @property
    def rows(self) -> tuple[tuple[Claim, tuple[Verdict, ...]], ...]:
        """Each claim with its verdicts in the order of the columns."""
        first = self.columns[0].report.verdicts
        return tuple(
            (claim, tuple(column.report.verdicts[number][1] for column in self.columns))
            for number, (claim, _) in enumerate(first)
        )

    @property
    def unexpected(self) -> tuple[Verdict, ...]:
        """The verdicts that differ from what the handbook expects."""
        return tuple(verdict for column in self.columns for verdict in column.report.unexpected)

    def to_json(self, changes: Changes) -> dict[str, Any]:
        """Return `{interpreters, seconds, claims, summary}`, see docs/schemas/prove-matrix.json."""
        rows = self.rows
        return {
            "interpreters": [
                {
                    "path": column.python or None,
                    "versions": column.report.versions.as_dict(),
                    "seconds": round(column.report.seconds, 3),
                    "summary": column.report.summary(),
                }
                for column in self.columns
            ],
            "seconds": round(self.seconds, 3),
            "claims": [
                {
                    "lab": claim.lab,
                    "id": claim.id,
                    "statement": claim.statement,
                    "expected": [
                        {"versions": versions, "verdict": outcome.value}
                        for versions, outcome in claim.expected
                    ],
                    "verdicts": [
                        claim_to_json(verdict, changes.get((claim.lab, claim.id, column.python)))
                        for verdict, column in zip(verdicts, self.columns, strict=True)
                    ],
                }
                for claim, verdicts in rows
            ],
            "summary": {
                "labs": len({claim.lab for claim, _ in rows}),
                "claims": len(rows),
                "differing": sum(differs(verdicts) for _, verdicts in rows),
                "unexpected": len(self.unexpected),
            },
        }


def differs(verdicts: Sequence[Verdict]) -> bool:
    """Whether the verdicts of one claim have different outcomes."""
    return len({verdict.outcome for verdict in verdicts}) > 1


def interpreters(pythons: Iterable[Path]) -> tuple[Interpreter, ...] | Problem:
    """Return the interpreters at these paths, each once, or the Problem with the first unusable one."""
    usable_ones: dict[Path, Interpreter] = {}
    for python in pythons:
        interpreter = usable(python)
        if isinstance(interpreter, Problem):
            return interpreter
        usable_ones.setdefault(interpreter.path, interpreter)
    return tuple(usable_ones.values())


def prove_on(
    prover: Prover,
    slugs: Sequence[str],
    pythons: Sequence[Path | None],
    *,
    on_verdict: Callable[[Verdict, str], None],
    options: ProveOptions | None = None,
) -> Matrix | Problem:
    """Decide the claims of the named labs on each interpreter in turn (None: ours).

    `on_verdict` gets each verdict with the path of its interpreter, "" for ours. `options` are those of every
    run, but for the interpreter and for `on_verdict`; once `cancel` is set no further run is started.
    """
    options = options or ProveOptions()
    started = time.perf_counter()
    columns = []
    for python in pythons:
        name = str(python) if python is not None else ""

        def notify(verdict: Verdict, name: str = name) -> None:
            on_verdict(verdict, name)

        report = prover.prove(slugs, replace(options, python=python, on_verdict=notify))
        if isinstance(report, Problem):
            return report
        columns.append(Column(python=name, report=report))
    return Matrix(columns=tuple(columns), seconds=time.perf_counter() - started)
