"""Full-text search over pages, claims and source of the labs, by English word stems.

The index is in memory; it is built for the first search, and again when a file of a lab has changed. It has
no verdicts, because readers are to predict them.
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
from server.handbook.search.passages import Passage, PassageKind, lab_passages
from server.model.lab import Lab

MOST_WORDS: Final = 12
EXCERPT_LEAD: Final = 90  # characters before the first match in an excerpt
EXCERPT_LENGTH: Final = 220

_WORD: Final = re.compile(r"[^\W_]+")
_STEMMER_LOCK: Final = threading.Lock()


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A passage that matches; `parts` is the text to show, each part with whether it is a matching word.

    `line` is the number of the source line that is shown, None if the passage is not source.
    """

    passage: Passage
    parts: tuple[tuple[str, bool], ...]
    line: int | None = None

    @property
    def url(self) -> str:
        """The address of the passage."""
        if self.line is not None:
            return lab_url(self.passage.lab.slug, f"source={self.passage.file}:{self.line}")
        return lab_url(self.passage.lab.slug, self.passage.anchor)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The best hits of one kind, and the total number."""

    kind: PassageKind
    hits: tuple[Hit, ...]
    total: int


class SearchIndex:
    """The index of a catalogue; safe between threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._lock = threading.Lock()
        self._state: object = None
        self._passages: list[Passage] = []
        self._database: sqlite3.Connection | None = None

    def find(self, query: str, *, most: int = 8) -> tuple[Group, ...]:
        """Return the best `most` hits of each kind: passages with every word, the last perhaps a prefix."""
        query_words = words(query)[:MOST_WORDS]
        if not query_words:
            return ()
        with self._lock:
            database = self._current()
            groups = [self._hits(database, kind, query_words, most) for kind in PassageKind]
        return tuple(group for group in groups if group.hits)

    def prepare(self) -> None:
        """Build the index now, so that the first search is quick."""
        with self._lock:
            self._current()

    def _current(self) -> sqlite3.Connection:
        labs = self.catalogue.labs
        state = tuple(_state(lab) for lab in labs)
        if self._database is None or state != self._state:
            self._passages = [passage for lab in labs for passage in lab_passages(lab)]
            self._database = _build(self._passages)
            self._state = state
        return self._database

    def _hits(
        self, database: sqlite3.Connection, kind: PassageKind, query_words: list[str], most: int
    ) -> Group:
        rows = database.execute(
            "SELECT rowid FROM passages WHERE passages MATCH ? AND kind = ?"
            " ORDER BY bm25(passages, 0, 0.3, 2, 1), rowid",
            (_match_expression(query_words), kind.value),
        ).fetchall()
        hits = (self._passages[row - 1] for (row,) in rows[:most])
        return Group(kind=kind, hits=tuple(_hit(passage, query_words) for passage in hits), total=len(rows))


def words(text: str) -> list[str]:
    """Return the lower-case words of a text; an underscore or a dot separates two words."""
    return [word.lower() for word in _WORD.findall(text)]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case English word."""
    with _STEMMER_LOCK:  # a stemmer holds the word it works on
        return str(_english().stemWord(word))


@cache
def _english() -> Any:
    # Imported late, because it imports stemmers of thirty languages, which would slow down every start.
    from snowballstemmer import stemmer  # type: ignore[import-untyped]  # noqa: PLC0415 - has no types, see above

    return stemmer("english")


def mark_matches(text: str, query_words: Iterable[str]) -> tuple[tuple[str, bool], ...]:
    """Return the text in parts, each with whether it is a word that matches the query."""
    *whole, last = query_words
    stems = {stem(word) for word in (*whole, last)}
    parts: list[tuple[str, bool]] = []
    end = 0
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if stem(word) in stems or word.startswith(last):
            parts += [(text[end : match.start()], False), (match[0], True)]
            end = match.end()
    return tuple(part for part in (*parts, (text[end:], False)) if part[0])


def excerpt(text: str, query_words: Iterable[str]) -> str:
    """Return about a line of the text around the first matching word, cut between words."""
    parts = mark_matches(text, query_words)
    first = len(parts[0][0]) if parts and not parts[0][1] and len(parts) > 1 else 0
    start = 0 if first <= EXCERPT_LEAD else text.rfind(" ", 0, first - EXCERPT_LEAD // 2) + 1
    end = len(text) if len(text) <= start + EXCERPT_LENGTH else text.rfind(" ", start, start + EXCERPT_LENGTH)
    return (
        ("… " if start else "")
        + text[start : end if end > start else None]
        + (" …" if end < len(text) else "")
    )


def _hit(passage: Passage, query_words: list[str]) -> Hit:
    if passage.kind is PassageKind.SOURCE:
        lines = [mark_matches(line.strip(), query_words) for line in passage.text.split("\n")]
        best = max(range(len(lines)), key=lambda at: (sum(hit for _, hit in lines[at]), -at))
        return Hit(passage=passage, parts=lines[best], line=passage.line + best)
    text = passage.text if passage.kind is PassageKind.CLAIM else excerpt(passage.text, query_words)
    return Hit(passage=passage, parts=mark_matches(text, query_words))


def _match_expression(query_words: list[str]) -> str:
    """Return the query for FTS5: every stem, and the last word also as a prefix."""
    *whole, last = query_words
    terms = [f'"{stem(word)}"' for word in whole]
    return " AND ".join((*terms, f'("{stem(last)}" OR "{last}"*)'))


def _build(passages: Iterable[Passage]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute(
        'CREATE VIRTUAL TABLE passages USING fts5(kind UNINDEXED, lab, title, body, tokenize = "unicode61")'
    )
    database.executemany(
        "INSERT INTO passages VALUES (?, ?, ?, ?)",
        (
            (each.kind.value, _stems(each.lab.title), _stems(each.title), _stems(each.text))
            for each in passages
        ),
    )
    return database


def _stems(text: str) -> str:
    return " ".join(map(stem, words(text)))


def _state(lab: Lab) -> object:
    """Return a value that changes when a file of the lab is edited."""
    names = ("page.md", "claims.py", "lab.toml", *lab.files)
    return (lab.slug, lab.folder, tuple(_modified_at(lab, name) for name in names))


def _modified_at(lab: Lab, name: str) -> int:
    try:
        return (lab.folder / name).stat().st_mtime_ns
    except (OSError, ValueError):
        return 0
