"""The closed vocabulary in which every lens shows what it sees; pages and terminals draw the same blocks."""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from server.lenses.kit.sentences import Sentence
from server.model.event import REDACTED


class Tone(IntEnum):
    """How much attention something asks for; the greatest of several wins."""

    MUTED = 0
    PLAIN = 1
    GOOD = 2
    NOTE = 3
    WARNING = 4
    ERROR = 5

    @property
    def word(self) -> str:
        """The name that style sheets and painters know."""
        return _WORDS[self]


_WORDS = ("quiet", "plain", "ok", "info", "warn", "bad")


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """An object of the guest as it described it; `cut` where the description is not whole."""

    text: str
    type: str = ""
    cut: bool = False

    @property
    def hidden(self) -> bool:
        """Whether something was taken out of it."""
        return REDACTED in self.text


Cell = Sentence | Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One thing found, and what mends it."""

    kind: ClassVar[str] = "remark"
    says: Sentence
    tone: Tone = Tone.PLAIN
    remedy: Sentence | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A labelled fact; `means` explains it to who meets it for the first time."""

    label: str
    value: Cell
    means: str = ""
    tone: Tone = Tone.PLAIN
    code: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Labelled facts under each other; a label that is the guest's own name has `code`."""

    kind: ClassVar[str] = "facts"
    rows: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of a table; `mark` is one word for what happened to it, said to who cannot see the tone."""

    cells: tuple[Cell, ...]
    tone: Tone = Tone.PLAIN
    mark: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows under headings; `caption` names it for a screen reader, `omitted` rows were left out.

    `numbers` are the columns (from 0) that read as figures.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    omitted: int = 0
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Gauge:
    """An amount against its limit in bytes, with the sentence that says both."""

    kind: ClassVar[str] = "gauge"
    says: Sentence
    amount: int
    limit: int
    tone: Tone = Tone.PLAIN

    @property
    def share(self) -> str:
        """The filled part of the gauge as an SVG length, at most all of it."""
        part = self.amount / self.limit if self.limit > 0 else 1.0
        return f"{min(max(part, 0.0), 1.0) * 100:.2f}%"


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceBlock:
    """Lines of source by number, the `current` one marked."""

    kind: ClassVar[str] = "source"
    lines: tuple[tuple[int, str], ...]
    current: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Text whose spaces and lines count; `label` names it for a screen reader."""

    kind: ClassVar[str] = "text"
    text: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fold:
    """Blocks behind a line that opens them; `aside` stands at its end (a time, a size)."""

    kind: ClassVar[str] = "fold"
    says: Sentence
    blocks: "tuple[Block, ...]"
    aside: str = ""
    open: bool = False
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """Blocks under a heading."""

    kind: ClassVar[str] = "section"
    title: str
    blocks: "tuple[Block, ...]"


Block = Remark | Facts | Table | Gauge | SourceBlock | Text | Fold | Section


def loudest(blocks: tuple[Block, ...]) -> Tone:
    """The greatest tone among the remarks, gauges and folds at hand."""
    tones = [Tone.PLAIN]
    for block in blocks:
        if isinstance(block, Remark | Gauge):
            tones.append(block.tone)
        elif isinstance(block, Fold):
            tones += [block.tone, loudest(block.blocks)]
        elif isinstance(block, Section):
            tones.append(loudest(block.blocks))
    return max(tones)
