"""A lab: a small Flask app with its page in the handbook."""

from dataclasses import dataclass
from pathlib import Path

from server.model.claim import Claim


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewCard:
    """A review card: a question as it is asked, its answer, and the claim that proves the answer."""

    question: str
    answer: str
    claim: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLink:
    """Where a fact stands: `title` names document and section, `url` leads there."""

    title: str
    url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lab:
    """One lab as it lies on disk; `number` is its place in the handbook, like `7.2`.

    `app` is what `flask --app` would be given, `files` what the guest consists of, relative to `folder`;
    `needs` the distributions that it needs beyond Flask, each as pip would be given it. `own` says that it is
    the user's, not ours.
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
    """A numbered part of the handbook with the labs that exist."""

    number: int
    title: str
    labs: tuple[Lab, ...]
