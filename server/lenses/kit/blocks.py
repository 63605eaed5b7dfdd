"""The blocks in which lenses show their contents; pages and terminals render these and no others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar

from server.lenses.kit.sentence import Sentence
from server.model.event import REDACTED


class Tone(IntEnum):
    """How much attention something deserves; of several, the highest counts."""

    MUTED = 0
    PLAIN = 1
    GOOD = 2
    NOTE = 3
    WARNING = 4
    ERROR = 5

    @property
    def word(self) -> str:
        """Return the name used in style sheets and by terminal colours."""
        return _WORDS[self]


_WORDS = ("quiet", "plain", "ok", "info", "warn", "bad")


@dataclass(frozen=True, kw_only=True, slots=True)
class Value:
    """A described object of the guest; `cut` if the description is shortened."""

    text: str
    type: str = ""
    cut: bool = False

    @property
    def hidden(self) -> bool:
        """Return whether a secret was removed from it."""
        return REDACTED in self.text


Cell = Sentence | Value


@dataclass(frozen=True, kw_only=True, slots=True)
class Remark:
    """One observation, with advice on what to do about it."""

    kind: ClassVar[str] = "remark"
    sentence: Sentence
    tone: Tone = Tone.PLAIN
    remedy: Sentence | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A labelled fact; `means` explains it to readers who do not know it yet."""

    label: str
    value: Cell
    means: str = ""
    tone: Tone = Tone.PLAIN
    code: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Labelled facts below each other; `code` marks a label that is a name of the guest's."""

    kind: ClassVar[str] = "facts"
    rows: tuple[Fact, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of a table; `mark` says in one word what the tone shows by colour."""

    cells: tuple[Cell, ...]
    tone: Tone = Tone.PLAIN
    mark: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows under headings; `caption` names it for screen readers, `omitted` is the number of rows left out.

    `numbers` are the columns (counted from 0) that hold numbers and are aligned to the right. `more` is the
    address of further rows, of which there are `left`.
    """

    kind: ClassVar[str] = "table"
    caption: str
    head: tuple[str, ...]
    rows: Sequence[Row]
    omitted: int = 0
    numbers: tuple[int, ...] = ()
    more: str = ""
    left: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Gauge:
    """An amount against its limit, both in bytes, with a sentence that states them."""

    kind: ClassVar[str] = "gauge"
    sentence: Sentence
    amount: int
    limit: int
    tone: Tone = Tone.PLAIN

    @property
    def share(self) -> str:
        """Return the filled part of the gauge as an SVG length, at most 100 %."""
        part = self.amount / self.limit if self.limit > 0 else 1.0
        return f"{min(max(part, 0.0), 1.0) * 100:.2f}%"


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceBlock:
    """Numbered lines of source code; `current` is the number of the highlighted line, 0 for none.

    `notes` say by number of line what happened there.
    """

    kind: ClassVar[str] = "source"
    lines: tuple[tuple[int, str], ...]
    current: int
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """Preformatted text; `label` names it for screen readers."""

    kind: ClassVar[str] = "text"
    text: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LazyText:
    """Preformatted text that takes a while to make, so it is made when it is shown."""

    kind: ClassVar[str] = "text"
    make: Callable[[], str]
    label: str

    @property
    def text(self) -> str:
        """Return the text."""
        return self.make()


@dataclass(frozen=True, kw_only=True, slots=True)
class CopiedText:
    """A text that is not shown: a button of that label copies it."""

    kind: ClassVar[str] = "copied"
    text: str
    label: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fold:
    """Blocks that a click on one line shows; `aside` is shown at the end of the line (a time, a size)."""

    kind: ClassVar[str] = "fold"
    sentence: Sentence
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


Block = Remark | Facts | Table | Gauge | SourceBlock | Text | LazyText | CopiedText | Fold | Section


def highest_tone(blocks: tuple[Block, ...]) -> Tone:
    """Return the highest tone among the remarks, gauges and folds in these blocks."""
    tones = [Tone.PLAIN]
    for block in blocks:
        if isinstance(block, Remark | Gauge):
            tones.append(block.tone)
        elif isinstance(block, Fold):
            tones += [block.tone, highest_tone(block.blocks)]
        elif isinstance(block, Section):
            tones.append(highest_tone(block.blocks))
    return max(tones)
