"""The rows of the results: for a terminal, in Markdown, and as JSON."""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

from tests.real_projects.result import Result

COLUMNS: Final = (
    "project",
    "opened",
    "Flask",
    "answers",
    "statements",
    "bytes",
    "rows",
    "overhead",
    "first page",
    "plain start",
)
# The width of each column but the first; longer cells move the rest of their row.
WIDTHS: Final = (6, 6, 7, 21, 8, 6, 8, 10, 11)


class Writer(Protocol):
    """One form of the results."""

    def __init__(self, name_width: int) -> None: ...

    def head(self) -> list[str]:
        """Return the lines before the first row."""

    def row(self, result: Result) -> list[str]:
        """Return the lines for one project."""


def cells(result: Result) -> tuple[str, ...]:
    """Return the row of one project."""
    statements = result.statements
    return (
        result.project.name,
        "yes" if result.opened else "no",
        result.flask or "-",
        _answers(result.statuses),
        "-" if statements is None else _pair(statements.shown, statements.traced, equal=statements.equal),
        _judged(result, "equal" if not result.differing else f"{len(result.differing)} differ"),
        _judged(result, "equal" if result.rows_equal else "differ"),
        f"{result.overhead:.2f}x" if result.overhead is not None else "-",
        _seconds(result.first_page_seconds),
        _seconds(result.plain_seconds),
    )


def _answers(statuses: Sequence[int]) -> str:
    failed = sum(status >= 500 for status in statuses)
    return f"{len(statuses)}, {failed} of 5xx" if failed else str(len(statuses) or "-")


def _pair(shown: int, traced: int, *, equal: bool) -> str:
    return f"{shown} = {traced}" if equal else f"{shown} shown, {traced} traced"


def _judged(result: Result, text: str) -> str:
    return text if result.compared else "-"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f} s"


def notes(result: Result) -> list[str]:
    """Return what the row does not hold: why a project did not open, and each difference."""
    lines = [] if result.opened else [result.message]
    lines += result.differing + result.faults
    if result.statements is not None:
        lines += [f"not shown: {statement}" for statement in result.statements.missing]
        lines += [f"not traced: {statement}" for statement in result.statements.surplus]
    return lines


class Terminal:
    """Aligned columns, and below each row its notes."""

    def __init__(self, name_width: int) -> None:
        self._widths = (max(name_width, len(COLUMNS[0])), *WIDTHS)

    def head(self) -> list[str]:
        """Return the names of the columns."""
        return [self._line(COLUMNS)]

    def row(self, result: Result) -> list[str]:
        """Return the row and its notes."""
        indented = [f"    {line}" for note in notes(result) for line in note.splitlines()]
        return [self._line(cells(result)), *indented]

    def _line(self, row: tuple[str, ...]) -> str:
        return "  ".join(cell.ljust(width) for cell, width in zip(row, self._widths, strict=True)).rstrip()


class Markdown:
    """A table in Markdown, without the notes."""

    def __init__(self, name_width: int) -> None:
        pass

    def head(self) -> list[str]:
        """Return the names of the columns."""
        return [f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}"]

    def row(self, result: Result) -> list[str]:
        """Return the row."""
        return [f"| {' | '.join(cells(result))} |"]


class JsonLines:
    """An object on each line."""

    def __init__(self, name_width: int) -> None:
        pass

    def head(self) -> list[str]:
        """Return nothing: each object names its fields."""
        return []

    def row(self, result: Result) -> list[str]:
        """Return the object of one project."""
        facts = {"statuses": result.statuses, "interpreter": result.interpreter, "app": result.app}
        row = {**dict(zip(COLUMNS, cells(result), strict=True)), **facts, "notes": notes(result)}
        return [json.dumps(row, ensure_ascii=False)]


WRITERS: Final[Mapping[str, Callable[[int], Writer]]] = {
    "terminal": Terminal,
    "markdown": Markdown,
    "json": JsonLines,
}
