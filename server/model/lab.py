"""Labs: small Flask apps with a page in the handbook."""

from dataclasses import dataclass
from pathlib import Path

from server.model.claim import Claim


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewCard:
    """A review card: a question, its answer, and the claim that proves the answer."""

    question: str
    answer: str
    claim: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLink:
    """A reference: `title` names document and section, `url` leads there."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lab:
    """One lab as it is on disk; `number` is its place in the handbook, like `7.2`.

    `app` is what `flask --app` would be given, `files` are the files of the guest, relative to `folder`;
    `needs` are the distributions that it needs besides Flask, each as pip would be given it. `own` marks a
    lab of the user's.
    """

    slug: str
    number: str
    title: str
    summary: str
    chapter: str
    folder: Path
    app: str
    files: tuple[str, ...]
    claims: tuple[Claim, ...]
    questions: tuple[ReviewCard, ...] = ()
    sources: tuple[SourceLink, ...] = ()
    needs: tuple[str, ...] = ()
    own: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A numbered chapter of the handbook with its labs."""

    number: int
    title: str
    labs: tuple[Lab, ...]
