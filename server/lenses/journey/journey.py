"""The Journey of an exchange: all its events in one column, by stage and to scale in time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from server.lenses.journey.containment import EventTree, all_of, event_trees
from server.lenses.journey.losses import loss_sentences
from server.lenses.journey.nodes import Node, nodes_of
from server.lenses.journey.size_limit import MOST_EVENTS, limit
from server.lenses.journey.stage_assignment import by_stage, is_late
from server.lenses.journey.thread_nodes import of_thread, thread_nodes
from server.lenses.journey.time_scale import Scale, Tick, scale_to
from server.lenses.kit import stages
from server.lenses.kit.blocks import Remark
from server.lenses.kit.event_reader import finite
from server.lenses.kit.formatting import duration
from server.lenses.kit.i18n import ngettext
from server.lenses.kit.lens import unreadable
from server.lenses.kit.stages import Stage
from server.lenses.kit.who_answered import AnsweredBy, Answerer, find_answerer
from server.lenses.session import lens as session
from server.model.event import Event
from server.model.exchange import Exchange, ExchangeState


class StageOutcome(StrEnum):
    """How the exchange left a stage."""

    THROUGH = "through"
    ANSWERED = "answered"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, kw_only=True, slots=True)
class JourneyStage:
    """One stage of this exchange; `notes` say why it was skipped, or what is true of all of it.

    `explains` is empty if the same stage was explained further up.
    """

    name: str
    title: str
    explains: str
    outcome: StageOutcome
    nodes: tuple[Node, ...] = ()
    notes: tuple[Remark, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Journey:
    """The whole column; `losses` say which events are missing, and `omitted` ones are only in their tabs."""

    stages: tuple[JourneyStage, ...]
    ticks: tuple[Tick, ...]
    total: str
    answer: Answerer
    losses: tuple[str, ...]
    omitted: int

    def nodes(self) -> Iterator[Node]:
        """Yield every node, repeats and inner nodes included, in reading order."""
        stack = [node for stage in reversed(self.stages) for node in reversed(stage.nodes)]
        while stack:
            node = stack.pop()
            yield node
            stack += reversed((*node.repeats, *node.inner))


def build_journey(exchange: Exchange, most: int = MOST_EVENTS) -> Journey:
    """Return the Journey of an exchange with about `most` events; never raises, whatever they contain."""
    events = of_thread(exchange.events, None)
    trees, omitted = limit(event_trees(events), most)
    scale = scale_to(
        [finite(exchange.took) or 0.0, *(tree.end for tree in all_of(trees) if not is_late(tree.event))]
    )
    answerer = find_answerer(exchange)
    column = _explained_once([_stage(stage, members, scale) for stage, members in by_stage(trees)])
    if not exchange.versions.sees_flask:
        column = [_without_flask(stage) for stage in column]
    if exchange.state is ExchangeState.LOST and column:
        column[-1] = replace(column[-1], notes=(Remark(sentence=answerer.sentence, tone=answerer.tone),))
    column = _with_session(_with_answer(column, answerer), exchange)
    beside, omitted_beside = threads_stage(exchange.events, scale)
    omitted += omitted_beside
    return Journey(
        stages=(*_with_skipped_view(column, answerer), *beside),
        ticks=scale.ticks(),
        total=duration(scale.total),
        answer=answerer,
        losses=loss_sentences(exchange),
        omitted=omitted,
    )


def totals(exchange: Exchange, shown: Journey) -> str:
    """Return how many events there are and how long they took, in one line."""
    number = sum(event.times for event in exchange.events)
    events = ngettext("%(num)d event", "%(num)d events", number)
    return f"{events} · {shown.total}"


def _stage(stage: Stage, trees: list[EventTree], scale: Scale) -> JourneyStage:
    nodes = nodes_of(trees, scale)
    failed = any(node.fails_stage for node in nodes)
    return JourneyStage(
        name=stage.name,
        title=str(stage.title),
        explains=str(stage.explains),
        outcome=StageOutcome.FAILED if failed else StageOutcome.THROUGH,
        nodes=nodes,
    )


def threads_stage(events: tuple[Event, ...], scale: Scale) -> tuple[tuple[JourneyStage, ...], int]:
    """Return the stage of what other threads did, if there are any, and how many events are not in it."""
    nodes, omitted = thread_nodes(events, scale)
    if not nodes:
        return (), 0
    title, explains = str(stages.THREADS.title), str(stages.THREADS.explains)
    outcome = StageOutcome.THROUGH
    stage = JourneyStage(
        name=stages.THREADS.name, title=title, explains=explains, outcome=outcome, nodes=nodes
    )
    return (stage,), omitted


def _explained_once(column: list[JourneyStage]) -> list[JourneyStage]:
    explained: set[str] = set()
    result = []
    for stage in column:
        result.append(replace(stage, explains="") if stage.name in explained else stage)
        explained.add(stage.name)
    return result


def _without_flask(stage: JourneyStage) -> JourneyStage:
    """Return a stage whose explanation is also true of an app whose Flask is not seen."""
    explained = stage.explains and stage.name == stages.ANSWER.name
    return replace(stage, explains=str(stages.BARE_ANSWER)) if explained else stage


_ANSWERING_STAGES: Final = {
    AnsweredBy.VIEW: stages.VIEW.name,
    AnsweredBy.HOOK: stages.BEFORE.name,
    AnsweredBy.HANDLER: stages.HANDLER.name,
    AnsweredBy.AFTER: stages.AFTER.name,
    AnsweredBy.ROUTING: stages.ROUTING.name,
}


def _with_answer(column: list[JourneyStage], answerer: Answerer) -> list[JourneyStage]:
    name = _ANSWERING_STAGES.get(answerer.by)
    return [_answered(stage) if stage.name == name else stage for stage in column]


def _answered(stage: JourneyStage) -> JourneyStage:
    through = stage.outcome is StageOutcome.THROUGH
    return replace(stage, outcome=StageOutcome.ANSWERED) if through else stage


def _with_session(column: list[JourneyStage], exchange: Exchange) -> list[JourneyStage]:
    """Note at the stage of the answer what became of the session."""
    try:
        remark = session.outcome(exchange)
    except Exception as error:  # a guest's data must never take the page down
        remark = unreadable(error)
    place = next((index for index, stage in enumerate(column) if stage.name == stages.ANSWER.name), None)
    if remark is None or place is None:
        return column
    return [*column[:place], replace(column[place], notes=(remark,)), *column[place + 1 :]]


_BEFORE_THE_VIEW: Final = tuple(stage.name for stage in stages.BEFORE_THE_VIEW)


def _with_skipped_view(column: list[JourneyStage], answerer: Answerer) -> tuple[JourneyStage, ...]:
    """Insert the stage of the view with the reason why it never ran, if that is so."""
    if answerer.skipped is None:
        return tuple(column)
    early = [index for index, stage in enumerate(column) if stage.name in _BEFORE_THE_VIEW]
    place = early[-1] + 1 if early else 0
    skipped = JourneyStage(
        name=stages.VIEW.name,
        title=str(stages.VIEW.title),
        explains=str(stages.VIEW.explains),
        outcome=StageOutcome.SKIPPED,
        notes=(Remark(sentence=answerer.skipped),),
    )
    return (*column[:place], skipped, *column[place:])
