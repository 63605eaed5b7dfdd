"""The lines of a Journey for threads that the request started: one for each, with its events inside."""

from server.lenses.journey.containment import all_of, event_trees
from server.lenses.journey.nodes import Node, nodes_of
from server.lenses.journey.size_limit import limit
from server.lenses.journey.time_scale import Scale
from server.lenses.kit.blocks import Tone
from server.lenses.kit.formatting import duration
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import ngettext
from server.lenses.kit.sentence import Sentence, compose, plain
from server.model.event import Event
from server.model.printable import printable

_KIND = "thread"


def of_thread(events: tuple[Event, ...], thread: str | None) -> tuple[Event, ...]:
    """Return the events of one thread, None for the one that answers the request."""
    return tuple(event for event in events if event.thread == thread)


def thread_nodes(events: tuple[Event, ...], scale: Scale) -> tuple[tuple[Node, ...], int]:
    """Return a line for each other thread, the first one first, and how many events are not shown."""
    names = dict.fromkeys(event.thread for event in events if event.thread is not None)
    nodes, omitted = [], 0
    for name in names:
        node, left_out = _thread_node(name, of_thread(events, name), scale)
        nodes.append(node)
        omitted += left_out
    return tuple(nodes), omitted


def _thread_node(name: str, events: tuple[Event, ...], scale: Scale) -> tuple[Node, int]:
    trees, omitted = limit(event_trees(events))
    at = min((tree.at for tree in trees), default=0.0)
    end = max((tree.end for tree in all_of(trees)), default=at)
    inner = nodes_of(trees, scale, 1)
    node = Node(
        kind=_KIND,
        label=_("thread"),
        sentence=_sentence(name, len(events)),
        blocks=(),
        tone=max((node.tone for node in inner if node.tone < Tone.ERROR), default=Tone.PLAIN),
        at=duration(at),
        took=duration(end - at),
        bar=scale.bar(at, end - at),
        depth=0,
        tab="",
        inner=inner,
    )
    return node, omitted


def _sentence(name: str, count: int) -> Sentence:
    number = ngettext("%(num)d event", "%(num)d events", count)
    if not name:
        return plain(_("a thread without a name: %(events)s") % {"events": number})
    return compose(_("%(name)s: %(events)d"), name=printable(name), events=number)
