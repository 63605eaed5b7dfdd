"""Renders an exchange as plain text, as `fumehood record` prints it: the Journey, then the response."""

from collections.abc import Iterator
from typing import Final

from server.lenses.journey.journey import JourneyStage, StageOutcome
from server.lenses.journey.nodes import Node
from server.lenses.kit.blocks import Fold, Remark, Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.render.exchange_panel import Panel, build_panel
from server.lenses.render.terminal_blocks import Paint, block_lines, sentence_text, tone_mark, without_colour
from server.lenses.response import LENS as RESPONSE
from server.model.exchange import COUNTED_BYTES, Cut, Exchange
from server.model.guest import SensorState

_DOTS: Final = {
    StageOutcome.THROUGH: "●",
    StageOutcome.ANSWERED: "◉",
    StageOutcome.FAILED: "✗",
    StageOutcome.SKIPPED: "○",
}
_DOT_ROLES: Final = {
    StageOutcome.THROUGH: "strong",
    StageOutcome.ANSWERED: "ok",
    StageOutcome.FAILED: "bad",
    StageOutcome.SKIPPED: "quiet",
}
_REPEATS: Final = 3


def exchange_lines(
    exchange: Exchange, *, sensors: tuple[SensorState, ...] = (), paint: Paint = without_colour
) -> tuple[str, ...]:
    """Return the lines of an exchange; never raises, whatever the guest sent.

    `paint(role, text)` may wrap the text in colour; roles are `strong quiet code ok info warn bad`.
    Characters that control a terminal are already escaped in `text`.
    """
    panel = build_panel(exchange, sensors)
    lines = (
        *_head(panel, paint),
        *_cut(exchange, paint),
        "",
        *_stages(panel, paint),
        "",
        *_answer(exchange, paint),
    )
    return tuple(line.replace("\n", "\\n") for line in lines)


def _head(panel: Panel, paint: Paint) -> Iterator[str]:
    target = panel.path + (f"?{panel.query}" if panel.query else "")
    status = paint(panel.status_tone.word, panel.status) if panel.status else _("no answer")
    facts = "   ".join(filter(None, (panel.took, panel.size)))
    yield f"{paint('strong', f'{panel.method} {target}')} → {status}   {paint('quiet', facts)}".rstrip()
    if panel.versions:
        yield paint("quiet", panel.versions)
    if panel.app:
        yield paint("quiet", " · ".join((panel.app, *(text for _label, text in panel.origin))))
    yield from _findings(panel, paint)
    journey = panel.journey
    yield tone_mark(journey.answer.tone, paint) + sentence_text(journey.answer.sentence, paint)
    for sentence in journey.losses:
        yield paint("warn", sentence)


def _findings(panel: Panel, paint: Paint) -> Iterator[str]:
    """Say what is wrong, where, and what to write, before anything else."""
    for finding in panel.findings:
        place = f"  {paint('quiet', str(finding.place))}" if finding.place else ""
        yield tone_mark(finding.tone, paint) + paint("strong", sentence_text(finding.says)) + place
        yield "  " + sentence_text(finding.remedy, paint)


def _cut(exchange: Exchange, paint: Paint) -> Iterator[str]:
    """Say that Fumehood stopped reading the response, if it did."""
    if exchange.cut is Cut.SIZE:
        number = COUNTED_BYTES >> 20
        yield paint("warn", _("Fumehood stopped reading after %(number)s MB.") % {"number": number})
    elif exchange.cut is Cut.TIME:
        yield paint("warn", _("The answer was still being sent when Fumehood stopped reading."))


def _stages(panel: Panel, paint: Paint) -> Iterator[str]:
    last = len(panel.journey.stages) - 1
    for number, stage in enumerate(panel.journey.stages):
        dot = paint(_DOT_ROLES[stage.outcome], _DOTS[stage.outcome])
        yield f"{dot} {paint('strong', stage.title)}{_outcome(stage, paint)}"
        mark = "┊" if stage.outcome is StageOutcome.SKIPPED else "│"
        rail = " " if number == last else paint("quiet", mark)
        for note in stage.notes:
            for line in block_lines(note, paint):
                yield f"{rail}           {line}"
        for node in stage.nodes:
            yield from _node(node, rail, paint)


def _outcome(stage: JourneyStage, paint: Paint) -> str:
    words = {
        StageOutcome.ANSWERED: _("answered"),
        StageOutcome.FAILED: _("failed here"),
        StageOutcome.SKIPPED: _("not reached"),
    }
    return paint("quiet", f"  ({words[stage.outcome]})") if stage.outcome in words else ""


def _node(node: Node, rail: str, paint: Paint) -> Iterator[str]:
    indent = "  " * node.depth
    aside = "".join(paint("quiet", f"  {text}") for text in (node.took, node.place) if text)
    label = paint("quiet", f"[{node.label}]")
    text = tone_mark(node.tone, paint) + sentence_text(node.sentence, paint)
    yield f"{rail} {node.at:>9} {indent}{label} {text}{aside}"
    if node.tone >= Tone.NOTE:
        for line in _details(node, paint):
            yield f"{rail}           {indent}  {line}".rstrip()
    for inner in (*node.repeats[:_REPEATS], *node.inner):
        yield from _node(inner, rail, paint)
    if len(node.repeats) > _REPEATS:
        left = _("… %(number)s more") % {"number": len(node.repeats) - _REPEATS}
        yield f"{rail}           {indent}  {paint('quiet', left)}"


def _details(node: Node, paint: Paint) -> Iterator[str]:
    """Yield the details of a node: all of them for kinds that explain, only the remarks for others."""
    for block in node.blocks:
        shown = node.explains and not (isinstance(block, Fold) and not block.open)
        if shown or isinstance(block, Remark):
            yield from block_lines(block, paint)


def _answer(exchange: Exchange, paint: Paint) -> Iterator[str]:
    """Yield headers and body as the response lens shows them; its first section repeats the heading."""
    for block in RESPONSE.present(exchange).blocks[1:]:
        yield from block_lines(block, paint)
