"""The table of the results, for a terminal and for docs/real-projects.md."""

from collections.abc import Iterable, Sequence
from typing import Any

from tests.real_projects.trial import Result

COLUMNS = ("project", "opened", "Flask", "answers", "statements", "bytes", "rows", "overhead", "first page")


def cells(result: Result) -> tuple[str, ...]:
    """Return the row of one project."""
    statements = result.statements
    return (
        result.project.name,
        "yes" if result.opened else "no",
        result.flask or "-",
        " ".join(map(str, result.statuses)) or "-",
        "-" if statements is None else _pair(statements.shown, statements.traced, equal=statements.equal),
        _judged(result, "equal" if not result.differing else f"{len(result.differing)} differ"),
        _judged(result, "equal" if result.rows_equal else "differ"),
        f"{result.overhead:.2f}x" if result.overhead is not None else "-",
        f"{result.first_page_seconds:.1f} s" if result.first_page_seconds is not None else "-",
    )


def _pair(shown: int, traced: int, *, equal: bool) -> str:
    return f"{shown} = {traced}" if equal else f"{shown} shown, {traced} traced"


def _judged(result: Result, text: str) -> str:
    return text if result.compared else "-"


def notes(result: Result) -> list[str]:
    """Return what the row does not hold: why a project did not open, and each difference."""
    lines = [] if result.opened else [result.message]
    lines += result.differing + result.faults
    if result.statements is not None:
        lines += [f"not shown: {words}" for words in result.statements.missing]
        lines += [f"not traced: {words}" for words in result.statements.surplus]
    return lines


def terminal_lines(results: Sequence[Result]) -> list[str]:
    """Return the table with aligned columns, and below each row its notes."""
    rows = [COLUMNS, *map(cells, results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = []
    for row, result in zip(rows, (None, *results), strict=True):
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
        lines += [f"    {line}" for note in (notes(result) if result else ()) for line in note.splitlines()]
    return lines


def markdown_lines(results: Iterable[Result]) -> list[str]:
    """Return the table in Markdown."""
    return [
        f"| {' | '.join(COLUMNS)} |",
        f"|{'---|' * len(COLUMNS)}",
        *(f"| {' | '.join(cells(result))} |" for result in results),
    ]


def as_object(result: Result) -> dict[str, Any]:
    """Return a result as a JSON object."""
    row = dict(zip(COLUMNS, cells(result), strict=True))
    return {**row, "interpreter": result.interpreter, "app": result.app, "notes": notes(result)}
