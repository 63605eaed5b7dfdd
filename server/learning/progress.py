"""How far the reader has come: predictions, scores and decided claims by lab, by chapter and in all."""

from dataclasses import dataclass

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.working_copies import WorkingCopies
from server.learning.predictions import PredictionRecord
from server.model.claim import Claim, Outcome
from server.model.lab import Chapter, Lab
from server.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """How many first guesses were right and wrong."""

    right: int = 0
    wrong: int = 0

    @property
    def all(self) -> int:
        """How many guesses were scored."""
        return self.right + self.wrong

    def __add__(self, other: "Score") -> "Score":
        return Score(right=self.right + other.right, wrong=self.wrong + other.wrong)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """Counts of some claims: how many there are, were predicted, skipped, and decided on this machine.

    `ahead` counts those that were decided but neither predicted nor skipped yet.
    """

    claims: int = 0
    predicted: int = 0
    skipped: int = 0
    proved: int = 0
    ahead: int = 0

    @property
    def left(self) -> int:
        """How many claims were neither predicted nor skipped yet."""
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
    """One lab of the contents; `wrong` are its claims with a wrong first guess.

    `edited`: there is a working copy. `changed` counts the claims that the reader may see and whose outcome
    differs from the one before.
    """

    lab: Lab
    tally: Tally
    score: Score
    edited: bool
    wrong: tuple[Claim, ...]
    changed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterRow:
    """One chapter of the contents."""

    chapter: Chapter
    labs: tuple[LabRow, ...]

    @property
    def tally(self) -> Tally:
        """The counts of all its labs."""
        return sum((row.tally for row in self.labs), Tally())

    @property
    def score(self) -> Score:
        """The score of all its labs."""
        return sum((row.score for row in self.labs), Score())


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """The progress through the whole handbook."""

    chapters: tuple[ChapterRow, ...]

    @property
    def rows(self) -> tuple[LabRow, ...]:
        """Every lab, in the order of the chapters."""
        return tuple(row for chapter in self.chapters for row in chapter.labs)

    @property
    def tally(self) -> Tally:
        """The counts of all chapters."""
        return sum((row.tally for row in self.chapters), Tally())

    @property
    def score(self) -> Score:
        """The score of all chapters."""
        return sum((row.score for row in self.chapters), Score())

    @property
    def wrong(self) -> tuple[tuple[Lab, Claim], ...]:
        """The claims with a wrong first guess."""
        return tuple((row.lab, claim) for row in self.rows for claim in row.wrong)


class Progress:
    """Counts the reader's progress from the store and the working copies; holds no state of its own."""

    def __init__(
        self, store: Store, catalogue: Catalogue, predictions: PredictionRecord, working_copies: WorkingCopies
    ) -> None:
        self._store = store
        self._catalogue = catalogue
        self._predictions = predictions
        self._working_copies = working_copies

    def overview(self) -> Overview:
        """Return every lab of the catalogue with the reader's progress."""
        return Overview(
            chapters=tuple(
                ChapterRow(chapter=chapter, labs=tuple(self._row(lab) for lab in chapter.labs))
                for chapter in self._catalogue.chapters
            )
        )

    def predicted(self, lab: Lab) -> int:
        """Return how many claims of a lab the reader has predicted."""
        guesses = self._predictions.guesses(lab.slug)
        return sum(claim.id in guesses for claim in lab.claims)

    def _row(self, lab: Lab) -> LabRow:
        claims = {claim.id for claim in lab.claims}
        verdicts = self._store.verdicts.of(lab.slug)
        decided = {id_ for id_ in claims & verdicts.keys() if verdicts[id_].outcome is not Outcome.UNDECIDED}
        predicted = claims & self._predictions.guesses(lab.slug).keys()
        skipped = claims & self._predictions.skipped(lab.slug) - predicted
        shown = predicted | skipped
        first = {
            id_: guess for id_, guess in self._predictions.first_guesses(lab.slug).items() if id_ in claims
        }
        right = sum(guess.right for guess in first.values())
        return LabRow(
            lab=lab,
            tally=Tally(
                claims=len(claims),
                predicted=len(predicted),
                skipped=len(skipped),
                proved=len(decided),
                ahead=len(decided - shown),
            ),
            score=Score(right=right, wrong=len(first) - right),
            edited=self._working_copies.changed(lab),
            wrong=tuple(claim for claim in lab.claims if claim.id in first and not first[claim.id].right),
            changed=len({change.claim for change in self._store.results.changes(lab.slug)} & shown),
        )
