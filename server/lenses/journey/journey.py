"""The Journey: one column from the socket to the response, with everything at its place and scale in time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from typing import Final

from server.lenses.journey import probe_fault, stages
from server.lenses.journey.containment import EventTree, nested
from server.lenses.journey.stages import Stage
from server.lenses.journey.time_scale import Bar, Scale, Tick, scale_to
from server.lenses.kit.blocks import Block, Remark, Tone
from server.lenses.kit.event_reader import finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.lens import Moment, unreadable
from server.lenses.kit.sentences import Sentence, plain, printable, say
from server.lenses.kit.who_answered import AnsweredBy, Answerer, answer
from server.lenses.registry import LENSES
from server.lenses.session import lens as session
from server.model.event import PROBE_FAULT, Event
from server.model.exchange import Exchange, ExchangeState

_REPEATS: Final = 4
_SHOWN: Final = 400
_DEEPEST: Final = 12
_LONG: Final = 40
_HEAD: Final = 24
_FAILING: Final = ("hook", "view", "template", "exception", "wsgi")

_MOMENTS: Final = {kind: lens.moment for lens in LENSES for kind in lens.kinds} | {
    PROBE_FAULT: probe_fault.moment
}
_TABS: Final = {kind: lens.name for lens in LENSES for kind in lens.kinds}
_KINDS: Final = {
    "wsgi": lazy_gettext("WSGI"),
    "routing": lazy_gettext("match"),
    "hook": lazy_gettext("hook"),
    "view": lazy_gettext("view"),
    "template": lazy_gettext("template"),
    "sql": lazy_gettext("SQL"),
    "mail": lazy_gettext("mail"),
    "signal": lazy_gettext("signal"),
    "session": lazy_gettext("session"),
    "cookie": lazy_gettext("cookie"),
    "flash": lazy_gettext("flash"),
    "form": lazy_gettext("form"),
    "login": lazy_gettext("login"),
    "token": lazy_gettext("token"),
    "job": lazy_gettext("job"),
    "log": lazy_gettext("log"),
    "warning": lazy_gettext("warning"),
    "output": lazy_gettext("output"),
    "exception": lazy_gettext("exception"),
    "response": lazy_gettext("response"),
    PROBE_FAULT: lazy_gettext("probe"),
}


class StageOutcome(StrEnum):
    """How the exchange left a station."""

    THROUGH = "through"
    ANSWERED = "answered"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """One event in the column; `tab` names the lens that shows all of it, empty where none does.

    `place` is the file and line of the guest's own code behind it, empty where there is none.
    `repeats` are events of one family that stand behind this line; `inner` lie within it in time.
    """

    kind: str
    label: str
    says: Sentence
    blocks: tuple[Block, ...]
    tone: Tone
    at: str
    took: str
    bar: Bar
    depth: int
    tab: str
    place: str = ""
    inner: "tuple[Node, ...]" = ()
    repeats: "tuple[Node, ...]" = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class JourneyStage:
    """A station as this exchange passed it; `notes` tell why it was skipped, or what took no one moment.

    `explains` is empty where the station comes again.
    """

    name: str
    title: str
    explains: str
    passed: StageOutcome
    nodes: tuple[Node, ...] = ()
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Journey:
    """The whole column; `lost` events never arrived and `omitted` ones are left to their tabs."""

    stops: tuple[JourneyStage, ...]
    ticks: tuple[Tick, ...]
    total: str
    answer: Answerer
    lost: int
    omitted: int

    def nodes(self) -> Iterator[Node]:
        """Every node that is drawn, in reading order."""
        waiting = [node for stop in reversed(self.stops) for node in reversed(stop.nodes)]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed((*node.repeats, *node.inner))


def journey(exchange: Exchange) -> Journey:
    """The Journey of an exchange; never raises, whatever its events hold."""
    tops = nested(exchange.events)
    kept, omitted = _bounded(tops)
    scale = scale_to(
        [finite(exchange.took) or 0.0, *(nest.end for nest in _all(kept) if not stages.is_late(nest.event))]
    )
    who = answer(exchange)
    stops = _explained_once([_stop(station, nests, scale) for station, nests in _by_station(kept)])
    if exchange.versions.flask is None:
        stops = [_bare(stop) for stop in stops]
    if exchange.state is ExchangeState.LOST and stops:
        stops[-1] = replace(stops[-1], notes=(Remark(says=who.says, tone=who.tone),))
    return Journey(
        stops=_with_skipped(_with_session(_with_answer(stops, who), exchange), who),
        ticks=scale.ticks(),
        total=duration(scale.total),
        answer=who,
        lost=exchange.lost_events,
        omitted=omitted,
    )


def _bare(stop: JourneyStage) -> JourneyStage:
    """A stop without what only Flask does there."""
    told = stop.explains and stop.name == stages.ANSWER.name
    return replace(stop, explains=str(stages.BARE_ANSWER)) if told else stop


def _explained_once(stops: list[JourneyStage]) -> list[JourneyStage]:
    seen: set[str] = set()
    once = []
    for stop in stops:
        once.append(replace(stop, explains="") if stop.name in seen else stop)
        seen.add(stop.name)
    return once


def _all(nests: list[EventTree]) -> Iterator[EventTree]:
    waiting = list(nests)
    while waiting:
        nest = waiting.pop()
        yield nest
        waiting += nest.inner


def _bounded(tops: list[EventTree]) -> tuple[list[EventTree], int]:
    """The first nests, all their inner ones cut to a number a page can hold, and how many were left out."""
    total = sum(1 for _nest in _all(tops))
    left = _SHOWN

    def cut(nests: list[EventTree], depth: int) -> list[EventTree]:
        nonlocal left
        kept = []
        for nest in nests:
            if left <= 0 and nest.event.kind in ("log", "template", "exception", "cookie", "sql", "signal"):
                continue
            left -= 1
            nest.inner = cut(nest.inner, depth + 1) if depth < _DEEPEST else []
            kept.append(nest)
        return kept

    kept = cut(tops, 0)
    return kept, total - sum(1 for _nest in _all(kept))


def _by_station(tops: list[EventTree]) -> Iterator[tuple[Stage, list[EventTree]]]:
    current = stages.SOCKET
    placed: list[tuple[Stage, EventTree]] = []
    for nest in tops:
        current = stages.stage_of(nest.event, current)
        placed.append((current, nest))
    for station, group in groupby(placed, key=lambda entry: entry[0]):
        yield station, [nest for _station, nest in group]


def _stop(station: Stage, nests: list[EventTree], scale: Scale) -> JourneyStage:
    nodes = _nodes(nests, scale, 0)
    failed = any(node.tone is Tone.ERROR and node.kind in _FAILING for node in nodes)
    return JourneyStage(
        name=station.name,
        title=str(station.title),
        explains=str(station.explains),
        passed=StageOutcome.FAILED if failed else StageOutcome.THROUGH,
        nodes=nodes,
    )


def _nodes(nests: list[EventTree], scale: Scale, depth: int) -> tuple[Node, ...]:
    nodes = _grouped(nests, scale, depth)
    if len(nodes) <= _LONG:
        return tuple(nodes)
    return (*nodes[:_HEAD], _rest(nodes[_HEAD:]))


def _rest(nodes: list[Node]) -> Node:
    """A line behind which the rest of a long list stands, as loud as the loudest of it."""
    says = plain(ngettext("%(num)d more here", "%(num)d more here", len(nodes)))
    tone = max(node.tone for node in nodes)
    return replace(
        nodes[0],
        kind="more",
        label="…",
        says=says,
        blocks=(),
        tone=tone,
        took="",
        inner=(),
        repeats=tuple(nodes),
    )


def _grouped(nests: list[EventTree], scale: Scale, depth: int) -> list[Node]:
    nodes: list[Node] = []
    for _same, run in groupby(nests, key=_likeness):
        group = list(run)
        drawn = [_node(nest, scale, depth) for nest in group]
        if len(group) >= _REPEATS and group[0].event.family is not None and not group[0].inner:
            nodes.append(_repeated(group, drawn, scale))
        else:
            nodes += drawn
    return nodes


def _likeness(nest: EventTree) -> tuple[str, str, bool]:
    return str(nest.event.kind), str(nest.event.family), bool(nest.inner)


def _repeated(group: list[EventTree], drawn: list[Node], scale: Scale) -> Node:
    first, last = group[0], max(group, key=lambda nest: nest.end)
    took = sum(nest.took or 0.0 for nest in group)
    says = Sentence(parts=(*say(_("%(number)d times: "), number=len(group)).parts, *drawn[0].says.parts))
    return replace(
        drawn[0],
        says=says,
        blocks=(),
        tone=max(node.tone for node in drawn),
        took=duration(took) if took else "",
        bar=scale.bar(first.at, last.end - first.at),
        repeats=tuple(_plainly(node) for node in drawn),
    )


def _plainly(node: Node) -> Node:
    """One of many alike: a line of its own, which opens only where it is out of the ordinary."""
    return replace(node, depth=node.depth + 1, blocks=node.blocks if node.tone > Tone.PLAIN else ())


def _node(nest: EventTree, scale: Scale, depth: int) -> Node:
    event = nest.event
    moment = _moment(event)
    inner = _nodes(nest.inner, scale, depth + 1)
    return Node(
        kind=printable(str(event.kind)),
        label=moment.label or str(_KINDS.get(event.kind, printable(str(event.kind)))),
        says=moment.says,
        blocks=moment.blocks,
        tone=_calmed(moment.tone, inner),
        at=duration(nest.at),
        took="" if nest.took is None else duration(nest.took),
        bar=scale.bar(nest.at, nest.took),
        depth=depth,
        tab=_TABS.get(event.kind, ""),
        place=moment.place or _caller(event),
        inner=inner,
    )


def _caller(event: Event) -> str:
    caller = event.caller
    return "" if caller is None else printable(place(caller.file, caller.line))


def _calmed(tone: Tone, inner: tuple[Node, ...]) -> Tone:
    """An error only where what was raised inside is one: abort(404) in a view is its answer."""
    raised = [node.tone for node in inner if node.kind == "exception"]
    return min(tone, max(raised)) if raised and tone is Tone.ERROR else tone


def _moment(event: Event) -> Moment:
    present = _MOMENTS.get(event.kind)
    if present is None:
        return Moment(says=plain(_("An event of a kind that this version does not know.")), tone=Tone.NOTE)
    try:
        return present(event)
    except Exception as error:  # a guest's data must never take the page down
        return Moment(says=unreadable(error).says, tone=Tone.WARNING)


_ANSWERS: Final = {
    AnsweredBy.VIEW: stages.VIEW.name,
    AnsweredBy.HOOK: stages.BEFORE.name,
    AnsweredBy.HANDLER: stages.HANDLER.name,
    AnsweredBy.ROUTING: stages.ROUTING.name,
}


def _with_answer(stops: list[JourneyStage], who: Answerer) -> list[JourneyStage]:
    place = _ANSWERS.get(who.by)
    return [_answered(stop) if stop.name == place else stop for stop in stops]


def _answered(stop: JourneyStage) -> JourneyStage:
    return replace(stop, passed=StageOutcome.ANSWERED) if stop.passed is StageOutcome.THROUGH else stop


def _with_session(stops: list[JourneyStage], exchange: Exchange) -> list[JourneyStage]:
    try:
        remark = session.outcome(exchange)
    except Exception as error:  # a guest's data must never take the page down
        remark = unreadable(error)
    place = next((index for index, stop in enumerate(stops) if stop.name == stages.ANSWER.name), None)
    if remark is None or place is None:
        return stops
    return [*stops[:place], replace(stops[place], notes=(remark,)), *stops[place + 1 :]]


def _with_skipped(stops: list[JourneyStage], who: Answerer) -> tuple[JourneyStage, ...]:
    if who.skipped is None:
        return tuple(stops)
    early = [index for index, stop in enumerate(stops) if stop.name in _EARLY]
    place = early[-1] + 1 if early else 0
    skipped = JourneyStage(
        name=stages.VIEW.name,
        title=str(stages.VIEW.title),
        explains=str(stages.VIEW.explains),
        passed=StageOutcome.SKIPPED,
        notes=(Remark(says=who.skipped),),
    )
    return (*stops[:place], skipped, *stops[place:])


_EARLY: Final = tuple(station.name for station in stages.BEFORE_THE_VIEW)


def summary(exchange: Exchange, shown: Journey) -> str:
    """How many events there are and how long they took, in one line."""
    number = len(exchange.events)
    events = ngettext("%(num)d event", "%(num)d events", number)
    return f"{events} · {shown.total}"
