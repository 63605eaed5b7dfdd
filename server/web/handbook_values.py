"""What the handbook's pages show, as frozen values."""

from dataclasses import dataclass

from server.model.claim import Claim, Outcome
from server.model.guest import Problem
from server.model.lab import Chapter, Lab
from server.store import StoredVerdict


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimView:
    """A claim as its reader may see it now.

    `guess` is None until the reader predicted; then `verdict` is shown, None while the experiment runs.
    `own` says that the verdict was found on the reader's working copy, `turned` what it was before that.
    `problem` says why there is no verdict.
    """

    claim: Claim
    guess: Outcome | None = None
    verdict: StoredVerdict | None = None
    running: bool = False
    own: bool = False
    turned: Outcome | None = None
    problem: Problem | None = None

    @property
    def state(self) -> str:
        """`open`, `running`, `decided`, or `stuck` where there is neither a verdict nor one to come."""
        if self.guess is None:
            return "open"
        if self.running:
            return "running"
        return "decided" if self.verdict is not None and self.problem is None else "stuck"

    @property
    def right(self) -> bool | None:
        """Whether the guess is what came out; None where nothing was decided."""
        if self.guess is None or self.verdict is None or self.verdict.outcome is Outcome.UNDECIDED:
            return None
        return self.guess is self.verdict.outcome


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How many first guesses came out right and wrong."""

    right: int = 0
    wrong: int = 0

    @property
    def all(self) -> int:
        """Guesses that were judged."""
        return self.right + self.wrong

    def __add__(self, other: "Score") -> "Score":
        return Score(right=self.right + other.right, wrong=self.wrong + other.wrong)


@dataclass(frozen=True, kw_only=True, slots=True)
class LabRow:
    """One lab in the contents: of its claims, how many are predicted and how many proved."""

    lab: Lab
    predicted: int
    proved: int
    score: Score
    edited: bool
    wrong: tuple[Claim, ...]

    @property
    def left(self) -> int:
        """Claims still to be predicted."""
        return len(self.lab.claims) - self.predicted


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterRow:
    """One chapter in the contents."""

    chapter: Chapter
    labs: tuple[LabRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The whole handbook at a glance."""

    chapters: tuple[ChapterRow, ...]

    @property
    def rows(self) -> tuple[LabRow, ...]:
        """Every lab, in order."""
        return tuple(row for chapter in self.chapters for row in chapter.labs)

    @property
    def claims(self) -> int:
        """How many claims there are."""
        return sum(len(row.lab.claims) for row in self.rows)

    @property
    def predicted(self) -> int:
        """How many of them are predicted."""
        return sum(row.predicted for row in self.rows)

    @property
    def proved(self) -> int:
        """How many of them were decided here."""
        return sum(row.proved for row in self.rows)

    @property
    def score(self) -> Score:
        """The reader's record."""
        return sum((row.score for row in self.rows), Score())

    @property
    def wrong(self) -> tuple[tuple[Lab, Claim], ...]:
        """The claims that surprised the reader."""
        return tuple((row.lab, claim) for row in self.rows for claim in row.wrong)
