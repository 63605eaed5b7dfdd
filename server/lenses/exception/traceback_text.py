"""The traceback of an exception as the text that Python prints, from what was recorded of it."""

from collections.abc import Iterator

from server.lenses.kit.event_reader import EventReader

_JOINTS = {
    "cause": "The above exception was the direct cause of the following exception:",
    "context": "During handling of the above exception, another exception occurred:",
}
# A guest sends 10.
MOST_RELATED = 20
_HEAD = "Traceback (most recent call last):"


def traceback_text(body: EventReader) -> str:
    """Return the traceback with notes, causes, contexts and groups, redacted as the event is."""
    return "\n".join(_lines(body, 0, body.parts("related")[:MOST_RELATED]))


def _lines(body: EventReader, number: int, related: tuple[EventReader, ...]) -> Iterator[str]:
    """Yield the lines of the exception of that number: what it came from, itself, then its members."""
    belongs = [(index, each) for index, each in enumerate(related, 1) if each.whole("of") == number]
    # An exception never belongs to a later one, whatever a guest says: so this comes to an end.
    belongs = [(index, each) for index, each in belongs if index > number]
    for index, each in belongs:
        joint = _JOINTS.get(each.text("relation"))
        if joint is not None:
            yield from _lines(each, index, related)
            yield from ("", joint, "")
    frames = body.parts("frames")
    if frames:
        yield _HEAD
    omitted = body.whole("omitted")
    if omitted:
        yield f"  [{omitted} more]"
    for frame in frames:
        line = frame.whole("line")
        yield f'  File "{frame.text("file")}", line {line}, in {frame.text("function")}'
        source = dict(frame.lines("source")).get(line, "").strip()
        if source:
            yield f"    {source}"
    yield from _last_lines(body)
    members = [(index, each) for index, each in belongs if each.text("relation") == "member"]
    for position, (index, each) in enumerate(members, 1):
        yield f"  +---------------- {position} ----------------"
        yield from (f"  | {line}" for line in _lines(each, index, related))
    if members:
        yield "  +------------------------------------"


def _last_lines(body: EventReader) -> Iterator[str]:
    module = body.text("module")
    name = body.text("type") if module in ("", "builtins", "__main__") else f"{module}.{body.text('type')}"
    message = body.text("message")
    yield from (f"{name}: {message}" if message else name).split("\n")
    for note in body.texts("notes"):
        yield from note.split("\n")
