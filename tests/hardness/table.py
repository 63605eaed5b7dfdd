"""Writes results as a table, for the terminal and for docs/hardness.md."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tests.hardness.cases import CASES, Case
from tests.hardness.results import CaseResult
from tests.sources import ROOT

DOCUMENT: Final = ROOT / "docs" / "hardness.md"
HEADINGS: Final = {"attack": "## Attacks", "damage": "## Damages"}
_HEAD: Final = "| case | what is tried | tries | survived | lost |\n|---|---|---:|---:|---:|\n"
_ROW: Final = re.compile(r"^\| `([a-z0-9-]+)` \| .*$", re.MULTILINE)


def lines(results: Iterable[CaseResult]) -> Iterator[str]:
    """Yield the lines of the table for a terminal."""
    yield f"{'case':<28}{'tried':>7}{'survived':>10}{'lost':>6}{'seconds':>9}  what is tried"
    for result in results:
        skipped = f" ({result.skipped} tests skipped)" if result.skipped else ""
        yield (
            f"{result.case.name:<28}{result.tried:>7}{result.survived:>10}{result.lost:>6}"
            f"{result.seconds:>9.1f}  {result.case.sentence}{skipped}"
        )
        yield from (f"{'':<28}FAILED {nodeid}" for nodeid in result.failed)


def documented(path: Path = DOCUMENT) -> list[str]:
    """Return the names of the cases in the document, in its order."""
    return _ROW.findall(path.read_text(encoding="utf-8"))


def write(results: Iterable[CaseResult], path: Path = DOCUMENT) -> None:
    """Write results into the document's tables; rows of cases that were not run stay as they are."""
    text = path.read_text(encoding="utf-8")
    rows = {match[1]: match[0] for match in _ROW.finditer(text)}
    rows |= {result.case.name: row(result) for result in results}
    before = text.partition(HEADINGS["attack"])[0]
    tables = [
        f"{heading}\n\n{_HEAD}"
        + "".join(f"{rows.get(case.name) or empty_row(case)}\n" for case in of_kind(kind))
        for kind, heading in HEADINGS.items()
    ]
    path.write_text(before + "\n".join(tables), encoding="utf-8")


def of_kind(kind: str) -> list[Case]:
    """Return the attacks or the damages, in the order of the table."""
    return [case for case in CASES if case.kind == kind]


def row(result: CaseResult) -> str:
    """Return the line of the document for a case that was run."""
    numbers = f"{result.tried} | {result.survived} | {result.lost}"
    return f"| `{result.case.name}` | {result.case.sentence} | {numbers} |"


def empty_row(case: Case) -> str:
    """Return the line of the document for a case that was not run."""
    return f"| `{case.name}` | {case.sentence} | | | |"
