"""Renders blocks as lines of plain text for a terminal."""

from collections.abc import Callable, Iterator
from typing import Final

from server.lenses.kit.blocks import (
    Block,
    Cell,
    CopiedText,
    Facts,
    Fold,
    Gauge,
    LazyText,
    Remark,
    Section,
    SourceBlock,
    Table,
    Text,
    Tone,
    Value,
)
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import Sentence

Paint = Callable[[str, str], str]
_MARKS: Final = {Tone.GOOD: "✓ ", Tone.NOTE: "· ", Tone.WARNING: "! ", Tone.ERROR: "✗ "}
_WIDE: Final = 200
_MANY: Final = 40


def without_colour(role: str, text: str) -> str:
    """Return the text unchanged, for files and pipes."""
    return text


def sentence_text(sentence: Sentence, paint: Paint = without_colour) -> str:
    """Return a sentence on one line, with its facts painted as `code`."""
    return "".join(
        paint("code", _flat(part.text)) if part.fact else _flat(part.text) for part in sentence.parts
    )


def tone_mark(tone: Tone, paint: Paint = without_colour) -> str:
    """Return the symbol in front of something of this tone, so that colour is never the only sign."""
    mark = _MARKS.get(tone, "")
    return paint(tone.word, mark) if mark else ""


def block_lines(block: Block, paint: Paint = without_colour, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines of one block, without indentation; `everything` includes closed folds."""
    match block:
        case Remark() | Gauge():
            yield from _remark(block, paint)
        case Facts():
            for fact in block.rows:
                yield paint("quiet", f"{_flat(fact.label)}: ") + _cell(fact.value, paint)
        case Table():
            yield from _table(block, paint)
        case SourceBlock():
            yield from _source(block, paint)
        case Text() | LazyText():
            yield from _cut_lines(block.text.split("\n"))
        case CopiedText():
            pass  # the terminal shows what it consists of
        case Fold():
            yield paint("strong", sentence_text(block.sentence)) + paint(
                "quiet", f"  {block.aside}" if block.aside else ""
            )
            if block.open or everything:
                yield from _lines_of_blocks(block.blocks, paint, everything)
        case Section():
            yield paint("strong", block.title)
            yield from _lines_of_blocks(block.blocks, paint, everything)


def _lines_of_blocks(blocks: tuple[Block, ...], paint: Paint, everything: bool) -> Iterator[str]:
    for block in blocks:
        for line in block_lines(block, paint, everything=everything):
            yield "  " + line


def _remark(block: Remark | Gauge, paint: Paint) -> Iterator[str]:
    yield tone_mark(block.tone, paint) + sentence_text(block.sentence, paint)
    if isinstance(block, Remark) and block.remedy:
        yield "  " + sentence_text(block.remedy, paint)


def _source(block: SourceBlock, paint: Paint) -> Iterator[str]:
    for number, line in block.lines:
        here = number == block.current
        yield paint("bad" if here else "quiet", f"{'>' if here else ' '}{number:>5} ") + line.expandtabs(4)


def _table(block: Table, paint: Paint) -> Iterator[str]:
    for row in block.rows[:_MANY]:
        cells = [_cell(cell, paint) for cell in row.cells]
        yield tone_mark(row.tone, paint) + "  ".join(cell for cell in cells if cell)
    left = block.omitted + max(len(block.rows) - _MANY, 0)
    if left:
        yield paint("quiet", _("… %(number)s more") % {"number": left})


def _cut_lines(lines: list[str]) -> Iterator[str]:
    yield from (line.expandtabs(4) for line in lines[:_MANY])
    if len(lines) > _MANY:
        yield _("… %(number)s more lines") % {"number": len(lines) - _MANY}


def _cell(cell: Cell, paint: Paint) -> str:
    hidden = _("hidden because its name looks like a secret")
    why = paint("quiet", f" ({hidden})") if cell.hidden else ""
    if isinstance(cell, Value):
        return paint("code", _flat(cell.text)) + (" …" if cell.cut else "") + why
    return sentence_text(cell, paint) + why


def _flat(text: str) -> str:
    short = text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"
    return short.replace("\n", "\\n").replace("\t", " ")
