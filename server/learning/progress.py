"""What the handbook's pages show, as frozen values."""

from dataclasses import dataclass

from server.learning.version_results import VersionResult
from server.model.claim import Claim, Outcome
from server.model.lab import Chapter, Lab
from server.model.problem import Problem
from server.store import StoredVerdict, VerdictChange


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimView:
    """A claim as its reader may see it now.

    `guess` is None until the reader predicted or `skipped` that; then `verdict` is shown, None while the
    experiment runs. `own` says that the verdict was found on the reader's working copy, `turned` what the
    printed lab shows instead, now or the time before; `printed` is what the printed lab came out as, None
    where that is not known. `stale` says that the verdict is from before an edit with which the lab does not
    start. `problem` says why there is no verdict. `tried` are the versions that it was tried on, `changes`
    what came out otherwise than last time.
    """

    claim: Claim
    guess: Outcome | None = None
    skipped: bool = False
    verdict: StoredVerdict | None = None
    running: bool = False
    own: bool = False
    turned: Outcome | None = None
    printed: Outcome | None = None
    stale: bool = False
    problem: Problem | None = None
    tried: tuple[VersionResult, ...] = ()
    changes: tuple[VerdictChange, ...] = ()

    @property
    def state(self) -> str:
        """`open`, `running`, `decided`, or `stuck` where there is neither a verdict nor one to come."""
        if not self.shown:
            return "open"
        if self.running:
            return "running"
        return "decided" if self.verdict is not None and self.problem is None else "stuck"

    @property
    def shown(self) -> bool:
        """Whether the reader may see what came out."""
        return self.guess is not None or self.skipped

    @property
    def right(self) -> bool | None:
        """Whether the guess is what came out; None where nothing was decided.

        A guess is about the printed lab: a verdict on the reader's copy says nothing of it.
        """
        if self.guess is None or self.verdict is None or self.verdict.outcome is Outcome.UNDECIDED:
            return None
        about = self.printed if self.own else self.verdict.outcome
        return None if about is None else self.guess is about


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
class Tally:
    """Of some claims, how many are predicted, and how many were decided here.

    `skipped` ones are shown without a guess; `ahead` are decided and still to be predicted.
    """

    claims: int = 0
    predicted: int = 0
    skipped: int = 0
    proved: int = 0
    ahead: int = 0

    @property
    def left(self) -> int:
        """Claims that the reader has still to meet."""
        return self.claims - self.predicted - self.skipped

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            claims=self.claims + other.claims,
            predicted=self.predicted + other.predicted,
            skipped=self.skipped + other.skipped,
            proved=self.proved + other.proved,
            ahead=self.ahead + other.ahead,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class LabRow:
    """One lab in the contents; `wrong` are its claims of which the first guess was wrong.

    `changed` counts those that the reader may see and that came out otherwise than last time.
    """

    lab: Lab
    tally: Tally
    score: Score
    edited: bool
    wrong: tuple[Claim, ...]
    changed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterRow:
    """One chapter in the contents."""

    chapter: Chapter
    labs: tuple[LabRow, ...]

    @property
    def tally(self) -> Tally:
        """That of its labs."""
        return sum((row.tally for row in self.labs), Tally())

    @property
    def score(self) -> Score:
        """That of its labs."""
        return sum((row.score for row in self.labs), Score())


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The whole handbook at a glance."""

    chapters: tuple[ChapterRow, ...]

    @property
    def rows(self) -> tuple[LabRow, ...]:
        """Every lab, in order."""
        return tuple(row for chapter in self.chapters for row in chapter.labs)

    @property
    def tally(self) -> Tally:
        """That of all chapters."""
        return sum((row.tally for row in self.chapters), Tally())

    @property
    def score(self) -> Score:
        """The reader's record."""
        return sum((row.score for row in self.chapters), Score())

    @property
    def wrong(self) -> tuple[tuple[Lab, Claim], ...]:
        """The claims that surprised the reader."""
        return tuple((row.lab, claim) for row in self.rows for claim in row.wrong)
