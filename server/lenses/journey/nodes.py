"""The lines of a Journey: one node for each event, with its place in time and the nodes inside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from server.lenses.journey.containment import EventTree
from server.lenses.journey.time_scale import Bar, Scale
from server.lenses.kit.blocks import Block, Tone
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import ngettext
from server.lenses.kit.journey_entry import EventSummary
from server.lenses.kit.lens import unreadable
from server.lenses.kit.sentence import Sentence, compose, plain
from server.lenses.registry import JOURNEY_ENTRIES, LENSES
from server.model.event import Event
from server.model.printable import printable

_REPEATS: Final = 4
"""So many similar events in a row become one line."""
_SCATTERED_REPEATS: Final = 5
"""So many similar events become one line at the place of the first, also with others between them."""
_LONG: Final = 40
_HEAD: Final = 24
"""Of more than `_LONG` nodes side by side, the first `_HEAD` are shown and one line stands for the others."""
_PART: Final = 400
_MORE: Final = "more"

_TABS: Final = {lens.kind: lens.tab for lens in LENSES}


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """One event as a line; `tab` is the id of the tab that shows all of it, empty if there is none.

    `place` is the file and line of the guest's own code that caused the event, empty if there is none.
    `repeats` are similar events that this line stands for; `inner` events happened inside this one. `later`
    is the address of its details and repeats where a page fetches them when the line is opened.
    """

    kind: str
    label: str
    sentence: Sentence
    blocks: Sequence[Block]
    tone: Tone
    at: str
    took: str
    bar: Bar
    depth: int
    tab: str
    place: str = ""
    later: str = ""
    inner: "tuple[Node, ...]" = ()
    repeats: "tuple[Node, ...]" = ()

    @property
    def fails_stage(self) -> bool:
        """Whether this line marks its stage as failed."""
        entry = JOURNEY_ENTRIES.get(self.kind)
        return self.tone is Tone.ERROR and entry is not None and entry.fails_stage

    @property
    def explains(self) -> bool:
        """Whether the details belong to the line also where there is no room to open it."""
        entry = JOURNEY_ENTRIES.get(self.kind)
        return entry is not None and entry.explains


def nodes_of(trees: list[EventTree], scale: Scale, depth: int = 0) -> tuple[Node, ...]:
    """Return the lines of some events; similar ones in a row share one, so does the end of a long list."""
    nodes = _group_repeats(trees, scale, depth)
    if len(nodes) <= _LONG:
        return tuple(nodes)
    return (*nodes[:_HEAD], _rest(nodes[_HEAD:]))


def _in_parts(nodes: list[Node]) -> tuple[Node, ...]:
    """Return the lines that one line stands for: those of a very long list are again behind lines."""
    return tuple(nodes) if len(nodes) <= _PART else (*nodes[:_PART], _rest(nodes[_PART:]))


def _rest(nodes: list[Node]) -> Node:
    """Return one line for the end of a long list, with the highest tone among them."""
    return replace(
        nodes[0],
        kind=_MORE,
        label="…",
        sentence=plain(ngettext("%(num)d more here", "%(num)d more here", len(nodes))),
        blocks=(),
        tone=max(node.tone for node in nodes),
        took="",
        inner=(),
        repeats=_in_parts(nodes),
    )


def _group_repeats(trees: list[EventTree], scale: Scale, depth: int) -> list[Node]:
    nodes: list[Node] = []
    for group in _groups(trees):
        drawn = [_node(tree, scale, depth) for tree in group]
        times = sum(tree.event.times for tree in group)
        if times >= _REPEATS and group[0].event.family is not None and not group[0].inner:
            nodes.append(_repeated(group, drawn, scale))
        else:
            nodes += drawn
    return nodes


def _groups(trees: list[EventTree]) -> list[list[EventTree]]:
    """Return runs of similar events; many of a cuttable kind are one group, also with others between them."""
    numbers = Counter(map(_similarity_key, trees))
    groups: list[list[EventTree]] = []
    gathered: dict[tuple[str, str, bool], list[EventTree]] = {}
    for key, run in groupby(trees, key=_similarity_key):
        group = list(run)
        if key in gathered:
            gathered[key] += group
            continue
        groups.append(group)
        entry = JOURNEY_ENTRIES.get(group[0].event.kind)
        many = numbers[key] >= _SCATTERED_REPEATS and group[0].event.family is not None and not group[0].inner
        if many and entry is not None and entry.cuttable:
            gathered[key] = group
    return groups


def _similarity_key(tree: EventTree) -> tuple[str, str, bool]:
    return str(tree.event.kind), str(tree.event.family), bool(tree.inner)


def _repeated(group: list[EventTree], drawn: list[Node], scale: Scale) -> Node:
    first, last = group[0], max(group, key=lambda tree: tree.end)
    took = sum(tree.event.total_took for tree in group)
    times = compose(_("%(number)d times: "), number=sum(tree.event.times for tree in group))
    end = max([last.end, *(tree.event.folded.until for tree in group if tree.event.folded)])
    return replace(
        drawn[0],
        sentence=Sentence(parts=(*times.parts, *drawn[0].sentence.parts)),
        blocks=(),
        tone=max(node.tone for node in drawn),
        took=duration(took) if took else "",
        bar=scale.bar(first.at, end - first.at),
        repeats=_in_parts([_repeat(node) for node in drawn]),
    )


def _repeat(node: Node) -> Node:
    """Return a node as one of many similar ones: with details only if its tone is out of the ordinary."""
    return replace(node, depth=node.depth + 1, blocks=node.blocks if node.tone > Tone.PLAIN else ())


def _node(tree: EventTree, scale: Scale, depth: int) -> Node:
    event = tree.event
    entry = JOURNEY_ENTRIES.get(event.kind)
    summary = _summarise(event)
    inner = nodes_of(tree.inner, scale, depth + 1)
    kind = printable(str(event.kind))
    return Node(
        kind=kind,
        label=summary.label or (kind if entry is None else str(entry.label)),
        sentence=summary.sentence,
        blocks=summary.blocks,
        tone=_without_false_error(summary.tone, inner),
        at=duration(tree.at),
        took="" if tree.took is None else duration(tree.took),
        bar=scale.bar(tree.at, tree.took),
        depth=depth,
        tab=_TABS.get(event.kind, ""),
        place=summary.place or _caller(event),
        inner=inner,
    )


def _summarise(event: Event) -> EventSummary:
    entry = JOURNEY_ENTRIES.get(event.kind)
    if entry is None:
        sentence = plain(_("An event of a kind that this version does not know."))
        return EventSummary(sentence=sentence, tone=Tone.NOTE)
    try:
        return entry.summarise(event)
    except Exception as error:  # a guest's data must never take the page down
        return EventSummary(sentence=unreadable(error).sentence, tone=Tone.WARNING)


def _caller(event: Event) -> str:
    caller = event.caller
    return "" if caller is None else place(printable(caller.file), caller.line)


def _without_false_error(tone: Tone, inner: tuple[Node, ...]) -> Tone:
    """Lower an error to the tone of the exceptions inside: `abort(404)` in a view is an answer."""
    raised = [node.tone for node in inner if node.kind == "exception"]
    return min(tone, max(raised)) if raised and tone is Tone.ERROR else tone
