"""The verdicts of a run as a table for a terminal."""

import shutil
import textwrap
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Final

from desktop.shell.i18n import _, ngettext
from server.handbook.prove.matrix import Changes, Column, Matrix, differs
from server.handbook.prove.report import Report
from server.model.claim import Claim, Outcome, Verdict
from server.model.printable import printable, printable_line
from server.store import VerdictChange

_WIDEST: Final = 110
_COLOURS: Final = {Outcome.HOLDS: "32", Outcome.FAILS: "31", Outcome.UNDECIDED: "33"}
_MARGIN: Final = 2
_CHANGED: Final = "35"
# Marks a claim whose verdict differs between interpreters.
_DIFFERS: Final = "≠"


def table(matrix: Matrix, changes: Changes, *, colourful: bool = False) -> Iterator[str]:
    """Yield one line per claim, lab by lab, then a summary; unexpected and changed verdicts are marked.

    Several interpreters are shown side by side in numbered columns, which the head explains.
    """
    words = _words()
    column = max(len(word) for word in words.values()) + 2
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    several = len(matrix.columns) > 1
    if several:
        yield from _head(matrix.columns)
    indent = _MARGIN + column * len(matrix.columns)
    for lab, found in groupby(matrix.rows, key=lambda row: row[0].lab):
        numbers = "".join(str(number + 1).ljust(column) for number in range(len(matrix.columns)))
        yield _painted(printable_line(lab), "1", colourful)
        if several:
            yield f"{' ' * _MARGIN}{numbers}".rstrip()
        for claim, verdicts in found:
            cells = "".join(
                _painted(words[verdict.outcome].ljust(column), _COLOURS[verdict.outcome], colourful)
                for verdict in verdicts
            )
            statement = _statement(claim, verdicts, matrix.columns)
            first, *rest = textwrap.wrap(statement, max(width - indent, 30)) or [""]
            mark = _DIFFERS if differs(verdicts) else " "
            yield f"{mark.ljust(_MARGIN)}{cells}{first}"
            yield from (" " * indent + line for line in rest)
            for at in matrix.columns:
                change = changes.get((claim.lab, claim.id, at.python))
                if change is not None:
                    yield " " * indent + _painted(_changed(change), _CHANGED, colourful)
        yield ""
    yield from _summary(matrix, changes, colourful)


def _words() -> dict[Outcome, str]:
    return {Outcome.HOLDS: _("holds"), Outcome.FAILS: _("fails"), Outcome.UNDECIDED: _("undecided")}


def _head(columns: Sequence[Column]) -> Iterator[str]:
    for number, column in enumerate(columns, 1):
        yield printable_line(f"{number}  {column.report.versions.phrase()}  {column.python}".rstrip())
    yield ""


def _statement(claim: Claim, verdicts: Sequence[Verdict], columns: Sequence[Column]) -> str:
    """Return the statement, with a reason for each verdict that needs one."""
    explained = []
    for number, (verdict, _column) in enumerate(zip(verdicts, columns, strict=True), 1):
        why = _why(verdict)
        if why:
            explained.append(f"{number}: {why}" if len(columns) > 1 else why)
    return printable(" — ".join((claim.statement, *explained)))


def _why(verdict: Verdict) -> str:
    if verdict.unexpected:
        expected = _words()[verdict.expected] if verdict.expected else ""
        return _("The handbook expects: {expected}. {reason}").format(
            expected=expected, reason=verdict.reason
        )
    if verdict.outcome is Outcome.UNDECIDED:
        return verdict.explanation
    return ""


def _changed(change: VerdictChange) -> str:
    words = _words()
    return _("Changed: it was “{was}” on {before}, it is “{now}” on {after}.").format(
        was=words[change.was],
        before=change.was_on.phrase(),
        now=words[change.now],
        after=change.now_on.phrase(),
    )


def _summary(matrix: Matrix, changes: Changes, colourful: bool) -> Iterator[str]:
    if len(matrix.columns) == 1:
        yield _counts(matrix.columns[0].report, matrix.columns[0].report.seconds)
        yield matrix.columns[0].report.versions.phrase()
    else:
        for number, column in enumerate(matrix.columns, 1):
            yield f"{number}  {_counts(column.report, column.report.seconds)}"
        differing = sum(differs(verdicts) for _claim, verdicts in matrix.rows)
        yield (
            ngettext(
                "{n} claim does not come out the same on all of them.",
                "{n} claims do not come out the same on all of them.",
                differing,
            ).format(n=differing)
            + " "
            + _("{seconds:.1f} s in all.").format(seconds=matrix.seconds)
        )
    shown = {(claim.lab, claim.id) for claim, _verdicts in matrix.rows}
    paths = {column.python for column in matrix.columns}
    changed = sum((lab, claim) in shown and python in paths for lab, claim, python in changes)
    if changed:
        yield _painted(
            ngettext(
                "{n} verdict has changed since last time.",
                "{n} verdicts have changed since last time.",
                changed,
            ).format(n=changed),
            _CHANGED,
            colourful,
        )
    yield _agreement(len(matrix.unexpected), lambda text: _painted(text, "31", colourful))


def _counts(report: Report, seconds: float) -> str:
    labs = len({claim.lab for claim, _verdict in report.verdicts})
    count = len(report.verdicts)
    return _(
        "{claims} in {labs}: {holds} hold, {fails} fail, {undecided} undecided. {seconds:.1f} s."
    ).format(
        claims=ngettext("{n} claim", "{n} claims", count).format(n=count),
        labs=ngettext("{n} lab", "{n} labs", labs).format(n=labs),
        holds=report.count(Outcome.HOLDS),
        fails=report.count(Outcome.FAILS),
        undecided=report.count(Outcome.UNDECIDED),
        seconds=seconds,
    )


def _agreement(unexpected: int, warn: Callable[[str], str]) -> str:
    if not unexpected:
        return _("All verdicts are as the handbook expects.")
    return warn(
        ngettext(
            "{n} verdict differs from what the handbook expects.",
            "{n} verdicts differ from what the handbook expects.",
            unexpected,
        ).format(n=unexpected)
    )


def _painted(text: str, colour: str, colourful: bool) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if colourful else text
