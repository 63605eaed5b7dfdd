"""Search over what a reader reads: pages, claims and source, by English word stems.

The index lies in memory, is made at the first search and again when a file of a lab has changed. A verdict is
not in it: what a claim comes out as is for its reader to predict.
"""

import re
import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Final

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.pages.urls import lab_url
from server.handbook.search.passages import Kind, Passage, passages
from server.model.lab import Lab

MOST_WORDS: Final = 12
SHORT: Final = 90  # characters before the first hit in an excerpt
LONG: Final = 220

_WORD: Final = re.compile(r"[^\W_]+")
_LOCK: Final = threading.Lock()


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A passage that was found; `parts` are what is shown of it, true beside the words that were asked for.

    `line` is the line of source that is shown, None for what is no source.
    """

    passage: Passage
    parts: tuple[tuple[str, bool], ...]
    line: int | None = None

    @property
    def url(self) -> str:
        """Where it stands."""
        if self.line is not None:
            return lab_url(self.passage.lab.slug, f"source={self.passage.file}:{self.line}")
        return lab_url(self.passage.lab.slug, self.passage.anchor)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The best hits of one kind, and how many there are in all."""

    kind: Kind
    hits: tuple[Hit, ...]
    total: int


class SearchIndex:
    """The index of a catalogue; may be used from several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lock = threading.Lock()
        self._state: object = None
        self._passages: list[Passage] = []
        self._base: sqlite3.Connection | None = None

    def find(self, query: str, *, most: int = 8) -> tuple[Group, ...]:
        """The best `most` hits of each kind that has any: every word occurs, the last one perhaps begun."""
        asked = words(query)[:MOST_WORDS]
        if not asked:
            return ()
        with self._lock:
            base = self._ready()
            found = {kind: self._hits(base, kind, asked, most) for kind in Kind}
        return tuple(group for group in found.values() if group.hits)

    def prepare(self) -> None:
        """Make the index now, so that the first search need not."""
        with self._lock:
            self._ready()

    def _ready(self) -> sqlite3.Connection:
        labs = self.catalogue.labs
        state = tuple(_state(lab) for lab in labs)
        if self._base is None or state != self._state:
            self._passages = [passage for lab in labs for passage in passages(lab)]
            self._base = _indexed(self._passages)
            self._state = state
        return self._base

    def _hits(self, base: sqlite3.Connection, kind: Kind, asked: list[str], most: int) -> Group:
        rows = base.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? AND kind = ?"
            " ORDER BY bm25(passages, 0, 0.3, 2, 1), rowid",
            (_match(asked), kind.value),
        ).fetchall()
        hits = (self._passages[row - 1] for (row,) in rows[:most])
        return Group(kind=kind, hits=tuple(_hit(passage, asked) for passage in hits), total=len(rows))


def words(text: str) -> list[str]:
    """The words of a text, as they are compared: an underscore and a point part two."""
    return [word.lower() for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What remains of a lower-case English word without its endings."""
    with _LOCK:  # a stemmer keeps its word in itself
        return str(_english().stemWord(word))


@cache
def _english() -> Any:
    # It brings the stemmers of thirty languages: no start of Fumehood should wait for them.
    from snowballstemmer import stemmer  # type: ignore[import-untyped]  # noqa: PLC0415 - has no types, see above

    return stemmer("english")


def marked(text: str, asked: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """The text in parts; true is beside those that a search for these words has found."""
    *whole, last = asked
    stems = {stem(word) for word in (*whole, last)}
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if stem(word) in stems or word.startswith(last):
            parts += [(text[end : match.start()], False), (match[0], True)]
            end = match.end()
    return tuple(part for part in (*parts, (text[end:], False)) if part[0])


def excerpt(text: str, asked: Iterable[str]) -> str:
    """About a line of the text around the first word that was asked for, cut between words."""
    parts = marked(text, asked)
    first = len(parts[0][0]) if parts and not parts[0][1] and len(parts) > 1 else 0
    start = 0 if first <= SHORT else text.rfind(" ", 0, first - SHORT // 2) + 1
    end = len(text) if len(text) <= start + LONG else text.rfind(" ", start, start + LONG)
    return (
        ("… " if start else "")
        + text[start : end if end > start else None]
        + (" …" if end < len(text) else "")
    )


def _hit(passage: Passage, asked: list[str]) -> Hit:
    if passage.kind is Kind.SOURCE:
        lines = [marked(line.strip(), asked) for line in passage.text.split("\n")]
        best = max(range(len(lines)), key=lambda at: (sum(hit for _, hit in lines[at]), -at))
        return Hit(passage=passage, parts=lines[best], line=passage.line + best)
    text = passage.text if passage.kind is Kind.CLAIM else excerpt(passage.text, asked)
    return Hit(passage=passage, parts=marked(text, asked))


def _match(asked: list[str]) -> str:
    """The query in FTS5's words: every stem, the last one also as the beginning of a word."""
    *whole, last = asked
    terms = [f'"{stem(word)}"' for word in whole]
    return " AND ".join((*terms, f'("{stem(last)}" OR "{last}"*)'))


def _indexed(found: Iterable[Passage]) -> sqlite3.Connection:
    base = sqlite3.connect(":memory:", check_same_thread=False)
    base.execute(
        'CREATE VIRTUAL TABLE passages USING fts5(kind UNINDEXED, lab, title, body, tokenize = "unicode61")'
    )
    base.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        ((one.kind.value, _stems(one.lab.title), _stems(one.title), _stems(one.text)) for one in found),
    )
    return base


def _stems(text: str) -> str:
    return " ".join(map(stem, words(text)))


def _state(lab: Lab) -> object:
    """What changes when the lab is written anew."""
    names = ("page.md", "claims.py", "lab.toml", *lab.files)
    return (lab.slug, lab.folder, tuple(_changed(lab, name) for name in names))


def _changed(lab: Lab, name: str) -> int:
    try:
        return (lab.folder / name).stat().st_mtime_ns
    except OSError:
        return 0
