"""Shows the source of a view with what happened at its lines."""

import ast
import warnings
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.lenses.kit.blocks import Block, Remark, Section, SourceBlock, Tone
from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.formatting import duration
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose, plain
from server.lenses.registry import JOURNEY_ENTRIES
from server.model.event import Event
from server.model.exchange import Exchange
from server.model.printable import printable

MOST_LINES: Final = 400
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """A file as it is on disk; `saved_later` if it was saved after the request that is shown.

    `redact` removes secrets from one line.
    """

    file: str
    text: str
    saved_later: bool
    redact: Callable[[str], str]


def source_blocks(exchange: Exchange, source: Source) -> tuple[Block, ...]:
    """Return the source of the view of an exchange; never raises, whatever the file and the events are."""
    line = _line_of_view(exchange)
    span = None if line is None else function_span(source.text, line)
    blocks: list[Block] = []
    if source.saved_later:
        sentence = plain(_("The file was saved after this request, so it may not be the code that ran."))
        blocks.append(Remark(sentence=sentence, tone=Tone.NOTE))
    if span is None:
        if line is not None:
            sentence = compose(_("No function begins at line %(line)d of the file now."), line=line)
            blocks.append(Remark(sentence=sentence, tone=Tone.MUTED))
    else:
        blocks.append(_source_block(exchange, source, *span))
    return (Section(title=_("Source"), blocks=tuple(blocks)),)


def function_span(text: str, line: int) -> tuple[int, int] | None:
    """Return the first and last line of the function that begins at a line, its decorators included."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, _FUNCTIONS):
            decorators = [] if isinstance(node, ast.Lambda) else node.decorator_list
            first = min([node.lineno, *(each.lineno for each in decorators)])
            if first <= line <= node.lineno:
                return first, node.end_lineno or node.lineno
    return None


def _source_block(exchange: Exchange, source: Source, first: int, last: int) -> SourceBlock:
    last = min(last, first + MOST_LINES - 1)
    lines = source.text.split("\n")
    raised = _raised_at(exchange, source.file)
    notes: dict[int, list[str]] = defaultdict(list)
    for (kind, line), events in _by_line(exchange, source.file).items():
        entry = JOURNEY_ENTRIES.get(kind)
        label = printable(kind) if entry is None else str(entry.label)
        times = sum(event.times for event in events)
        took = sum(event.total_took for event in events)
        notes[line].append(
            f"{times} \N{MULTIPLICATION SIGN} {label}" + (f" · {duration(took)}" if took else "")
        )
    for line, name in raised:
        notes[line].append(name)
    shown = range(first, min(last, len(lines)) + 1)
    return SourceBlock(
        lines=tuple((number, printable(source.redact(lines[number - 1]))) for number in shown),
        current=next((line for line, _name in raised if line in shown), 0),
        notes=tuple((line, ", ".join(told)) for line, told in sorted(notes.items()) if line in shown),
    )


def _line_of_view(exchange: Exchange) -> int | None:
    for _event, body in readings(exchange, "view"):
        try:
            return body.maybe_whole("line")
        except UnreadableError:
            return None
    return None


def _by_line(exchange: Exchange, file: str) -> dict[tuple[str, int], list[Event]]:
    """Return the events that lines of a file caused, by their kind and line."""
    found: dict[tuple[str, int], list[Event]] = defaultdict(list)
    for event in exchange.events:
        if event.caller is not None and event.caller.file == file and event.kind != "exception":
            found[event.kind, event.caller.line].append(event)
    return found


def _raised_at(exchange: Exchange, file: str) -> list[tuple[int, str]]:
    """Return the lines of a file that exceptions passed, with the types of these."""
    found: list[tuple[int, str]] = []
    for _event, body in readings(exchange, "exception"):
        try:
            found += [(frame.whole("line"), body.text("type")) for frame in _frames_in(body, file)]
        except UnreadableError:
            continue
    return found


def _frames_in(body: EventReader, file: str) -> list[EventReader]:
    return [frame for frame in body.parts("frames") if frame.text("file") == file]
