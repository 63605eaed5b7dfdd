"""The verdicts of a proving run as a table for a terminal."""

import shutil
import textwrap
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from desktop.words import _, ngettext
from server.handbook.report import Report
from server.model.claim import Claim, Outcome, Verdict

_WIDEST: Final = 110
_COLOURS: Final = {Outcome.HOLDS: "32", Outcome.FAILS: "31", Outcome.UNDECIDED: "33"}
_MARGIN: Final = 2


def table(report: Report, *, colourful: bool = False) -> Iterator[str]:
    """One line a claim, lab by lab, then the sum; what was not expected says why."""
    words = {Outcome.HOLDS: _("holds"), Outcome.FAILS: _("fails"), Outcome.UNDECIDED: _("undecided")}
    column = max(len(word) for word in words.values()) + 2
    width = min(shutil.get_terminal_size((_WIDEST, 24)).columns, _WIDEST)
    for lab, found in groupby(report.found, key=lambda pair: pair[0].lab):
        yield _painted(lab, "1", colourful)
        for claim, verdict in found:
            word = _painted(words[verdict.outcome].ljust(column), _COLOURS[verdict.outcome], colourful)
            first, *rest = textwrap.wrap(_said(claim, verdict), max(width - column - _MARGIN, 30)) or [""]
            yield f"{' ' * _MARGIN}{word}{first}"
            yield from (" " * (_MARGIN + column) + line for line in rest)
        yield ""
    yield from _sum(report, colourful)


def _said(claim: Claim, verdict: Verdict) -> str:
    """The statement, and where the verdict needs explaining, what explains it."""
    if verdict.unexpected:
        expected = verdict.expected.value if verdict.expected else ""
        return f"{claim.statement} — " + _("The handbook expects: {expected}. {reason}").format(
            expected=expected, reason=verdict.reason
        )
    if verdict.outcome is Outcome.UNDECIDED:
        return f"{claim.statement} — {verdict.reason} {verdict.remedy or ''}".rstrip()
    return claim.statement


def _sum(report: Report, colourful: bool) -> Iterator[str]:
    labs = len({claim.lab for claim, _verdict in report.found})
    count = len(report.found)
    yield _("{claims} in {labs}: {holds} hold, {fails} fail, {undecided} undecided. {seconds:.1f} s.").format(
        claims=ngettext("{n} claim", "{n} claims", count).format(n=count),
        labs=ngettext("{n} lab", "{n} labs", labs).format(n=labs),
        holds=report.count(Outcome.HOLDS),
        fails=report.count(Outcome.FAILS),
        undecided=report.count(Outcome.UNDECIDED),
        seconds=report.seconds,
    )
    found = report.versions
    names = (("Python", found.python), ("Flask", found.flask), ("Werkzeug", found.werkzeug))
    yield ", ".join(f"{name} {version}" for name, version in names if version)
    unexpected = len(report.unexpected)
    if unexpected:
        yield _painted(
            ngettext(
                "{n} verdict differs from what the handbook expects.",
                "{n} verdicts differ from what the handbook expects.",
                unexpected,
            ).format(n=unexpected),
            "31",
            colourful,
        )
    else:
        yield _("All verdicts are as the handbook expects.")


def _painted(text: str, colour: str, colourful: bool) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if colourful else text
