"""The searchable passages of a lab: its claims, the paragraphs of its page, and the blocks of its source."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from server.file_access import read_text
from server.handbook.pages.page import PageSection, claim_anchor, paragraphs
from server.model.lab import Lab


class PassageKind(StrEnum):
    """What a passage is: a claim, a paragraph of a page, or a block of source."""

    CLAIM = "claim"
    PAGE = "page"
    SOURCE = "source"


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """A passage at `anchor` of the lab's page, or in `file` from `line` on, counted from 1.

    `title` is the heading above it.
    """

    lab: Lab
    kind: PassageKind
    text: str
    title: str = ""
    anchor: str = ""
    file: str = ""
    line: int = 0


def lab_passages(lab: Lab) -> Iterator[Passage]:
    """Yield the passages of the printed lab. Answers of review cards are left out: they reveal verdicts."""
    for claim in lab.claims:
        yield Passage(
            lab=lab, kind=PassageKind.CLAIM, text=_plain(claim.statement), anchor=claim_anchor(claim.id)
        )
    yield Passage(lab=lab, kind=PassageKind.PAGE, text=_plain(lab.summary))
    for heading, text in _paragraphs(lab):
        if heading is None:
            yield Passage(lab=lab, kind=PassageKind.PAGE, text=text)
        else:
            yield Passage(lab=lab, kind=PassageKind.PAGE, text=text, title=heading.title, anchor=heading.id)
    for card in lab.questions:
        yield Passage(lab=lab, kind=PassageKind.PAGE, text=_plain(card.question), anchor="questions")
    for file in lab.files:
        yield from _source(lab, file)


def _source(lab: Lab, file: str) -> Iterator[Passage]:
    """Yield a file in blocks cut at its empty lines, so that a function is found by all the words in it."""
    block: list[str] = []
    try:
        lines = read_text(lab.folder / file).splitlines()
    except OSError:  # the lab's page tells it
        return
    for number, line in enumerate((*lines, ""), 1):
        if line.strip():
            block.append(line)
        elif block:
            yield Passage(
                lab=lab, kind=PassageKind.SOURCE, text="\n".join(block), file=file, line=number - len(block)
            )
            block = []


def _paragraphs(lab: Lab) -> Iterator[tuple[PageSection | None, str]]:
    """Yield the paragraphs of the page; none if it cannot be read, which opening the page tells."""
    try:
        yield from paragraphs(lab)
    except OSError:
        return


def _plain(text: str) -> str:
    """Return a line without the marks of code and strong text."""
    return text.replace("`", "").replace("**", "")
