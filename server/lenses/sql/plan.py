"""Show how SQLite would find the rows of statements: its plans, and what is slow about them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from server.lenses.kit.blocks import Block, Remark, Section, Text, Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose, plain
from server.lenses.sql.format import pretty_sql
from server.model.exchange import Exchange

MOST_STATEMENTS: Final = 20
_SCAN: Final = re.compile(r"SCAN (?:TABLE )?(\S+)(?: AS \S+)?$")
_SORT: Final = re.compile(r"USE TEMP B-TREE FOR (.+)$")
_ASKING: Final = ("execute", "executemany")
_DEEPEST: Final = 20
_SHORT: Final = 80


@dataclass(frozen=True, kw_only=True, slots=True)
class PlanInFile:
    """The plan of one statement in one database: steps as (id, parent, text), or the problem with it."""

    file: str
    steps: tuple[tuple[int, int, str], ...]
    problem: str


def statements_of(exchange: Exchange) -> tuple[str, ...]:
    """Return the different statements to SQLite that were recorded in full, in the order of sending."""
    found = dict.fromkeys(
        event.body["statement"]
        for event in exchange.of("sql")
        if event.body.get("dialect") == "sqlite"
        and event.body.get("operation") in _ASKING
        and not event.body.get("cut")
        and isinstance(event.body.get("statement"), str)
    )
    return tuple(found)[:MOST_STATEMENTS]


def plan_blocks(
    statements: Sequence[str], plans: Sequence[Sequence[PlanInFile]], *, memory: bool
) -> tuple[Block, ...]:
    """Return the plans of each statement; `memory` if the app also has a database without a file."""
    if not statements:
        sentence = _("Plans are shown for statements to SQLite, and there is none that was recorded in full.")
        return (Remark(sentence=plain(sentence), tone=Tone.MUTED),)
    blocks: list[Block] = [
        Remark(
            sentence=plain(_("No statement was run again. Each parameter stands for an unknown value.")),
            tone=Tone.MUTED,
        )
    ]
    for statement, found in zip(statements, plans, strict=True):
        blocks.append(Section(title=_one_line(statement), blocks=_blocks_of(statement, found, memory=memory)))
    return tuple(blocks)


def _one_line(statement: str) -> str:
    words = " ".join(statement.split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"


def _blocks_of(statement: str, found: Sequence[PlanInFile], *, memory: bool) -> tuple[Block, ...]:
    made = [plan for plan in found if not plan.problem]
    blocks: list[Block] = []
    if _one_line(statement).endswith("…"):
        blocks.append(Text(text=pretty_sql(statement, "sqlite"), label=_("Statement")))
    for plan in made:
        if len(made) > 1:
            blocks.append(Remark(sentence=compose(_("In %(file)s:"), file=plan.file)))
        blocks += _remarks(plan)
        if plan.steps:
            blocks.append(Text(text=_tree(plan), label=_("Plan")))
        else:
            blocks.append(Remark(sentence=plain(_("No rows are looked for.")), tone=Tone.MUTED))
    if made:
        return tuple(blocks)
    blocks += [
        Remark(
            sentence=compose(_("No plan in %(file)s: %(problem)s"), file=plan.file, problem=plan.problem),
            tone=Tone.NOTE,
        )
        for plan in found
    ]
    if memory or not found:
        sentence = (
            _("A database in memory has no file, and Fumehood does not use the connections of the app.")
            if memory
            else _("The app has opened no file with sqlite3 since it was started.")
        )
        blocks.append(Remark(sentence=plain(sentence), tone=Tone.NOTE))
    return tuple(blocks)


def _remarks(plan: PlanInFile) -> list[Remark]:
    """Return what may be slow: a table of which every row is read, and rows that are sorted afterwards."""
    remarks = []
    for _id, _parent, text in plan.steps:
        scanned, sorted_by = _SCAN.match(text), _SORT.match(text)
        if scanned is not None and scanned[1] not in ("CONSTANT", "(subquery"):
            sentence = compose(_("Every row of %(table)s is read."), table=scanned[1])
            remedy = _(
                "If the table is large and there is a condition, an index on its columns can avoid that."
            )
            remarks.append(Remark(sentence=sentence, tone=Tone.NOTE, remedy=plain(remedy)))
        elif sorted_by is not None:
            sentence = compose(
                _("The rows are sorted after they were found, for %(what)s."), what=sorted_by[1]
            )
            remarks.append(Remark(sentence=sentence, tone=Tone.NOTE))
    return remarks


def _tree(plan: PlanInFile) -> str:
    """Return the steps as lines, each indented below the step that it is a part of."""
    depths = {0: -1}
    lines = []
    for number, parent, text in plan.steps:
        depths[number] = min(depths.get(parent, -1) + 1, _DEEPEST)
        lines.append(f"{'  ' * depths[number]}{text}")
    return "\n".join(lines)
