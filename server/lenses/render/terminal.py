"""An exchange as a readable tree, which `fumehood record` prints: the Journey in lines of plain text."""

from collections.abc import Iterator
from typing import Final

from server.lenses.journey.journey import JourneyStage, StageOutcome
from server.lenses.journey.nodes import Node
from server.lenses.kit.blocks import Fold, Remark, Tone
from server.lenses.kit.i18n import gettext as _
from server.lenses.render.panel import Panel, look
from server.lenses.render.terminal_blocks import Paint, lines_of, marked, unpainted, worded
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


def tree(
    exchange: Exchange, *, sensors: tuple[SensorState, ...] = (), paint: Paint = unpainted
) -> tuple[str, ...]:
    """The lines of an exchange; never raises, whatever the guest sent.

    `paint(role, text)` may wrap the text in colour; roles are `strong quiet code ok info warn bad`. What
    would steer a terminal has been spelled out before it gets here.
    """
    panel = look(exchange, sensors)
    lines = (
        *_head(panel, paint),
        *_cut(exchange, paint),
        "",
        *_stops(panel, paint),
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
    way = panel.journey
    yield marked(way.answer.tone, paint) + worded(way.answer.says, paint)
    if way.lost:
        yield paint("warn", _("%(number)s events were lost on their way here.") % {"number": way.lost})


def _cut(exchange: Exchange, paint: Paint) -> Iterator[str]:
    """That it was us who ended the answer."""
    if exchange.cut is Cut.SIZE:
        number = COUNTED_BYTES >> 20
        yield paint("warn", _("Fumehood stopped reading after %(number)s MB.") % {"number": number})
    elif exchange.cut is Cut.TIME:
        yield paint("warn", _("The answer was still being sent when Fumehood stopped reading."))


def _stops(panel: Panel, paint: Paint) -> Iterator[str]:
    last = len(panel.journey.stops) - 1
    for number, stop in enumerate(panel.journey.stops):
        dot = paint(_DOT_ROLES[stop.passed], _DOTS[stop.passed])
        yield f"{dot} {paint('strong', stop.title)}{_passed(stop, paint)}"
        rail = " " if number == last else paint("quiet", "┊" if stop.passed is StageOutcome.SKIPPED else "│")
        for note in stop.notes:
            for line in lines_of(note, paint):
                yield f"{rail}           {line}"
        for node in stop.nodes:
            yield from _node(node, rail, paint)


def _passed(stop: JourneyStage, paint: Paint) -> str:
    words = {
        StageOutcome.ANSWERED: _("answered here"),
        StageOutcome.FAILED: _("something failed here"),
        StageOutcome.SKIPPED: _("never reached"),
    }
    return paint("quiet", f"  ({words[stop.passed]})") if stop.passed in words else ""


def _node(node: Node, rail: str, paint: Paint) -> Iterator[str]:
    indent = "  " * node.depth
    aside = "".join(paint("quiet", f"  {text}") for text in (node.took, node.place) if text)
    label = paint("quiet", f"[{node.label}]")
    yield f"{rail} {node.at:>9} {indent}{label} {marked(node.tone, paint)}{worded(node.says, paint)}{aside}"
    if node.tone >= Tone.NOTE:
        for line in _details(node, paint):
            yield f"{rail}           {indent}  {line}".rstrip()
    for inner in (*node.repeats[:_REPEATS], *node.inner):
        yield from _node(inner, rail, paint)
    if len(node.repeats) > _REPEATS:
        left = _("… %(number)s more") % {"number": len(node.repeats) - _REPEATS}
        yield f"{rail}           {indent}  {paint('quiet', left)}"


def _details(node: Node, paint: Paint) -> Iterator[str]:
    """What the sentence alone does not say: all of it for the kinds that explain, remarks for the others."""
    for block in node.blocks:
        told = node.explains and not (isinstance(block, Fold) and not block.open)
        if told or isinstance(block, Remark):
            yield from lines_of(block, paint)


def _answer(exchange: Exchange, paint: Paint) -> Iterator[str]:
    """Headers and body as the Response lens shows them; its first section says what the head has said."""
    for block in RESPONSE.present(exchange).blocks[1:]:
        yield from lines_of(block, paint)
