"""Judges a lab: its page, its links, its claims and their counterexamples."""

import re
from collections import Counter as Count
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server.handbook.catalogue import Catalogue
from server.handbook.drawing import Drawing, draw
from server.handbook.labrun import LabRun
from server.handbook.looking import Look
from server.handbook.page import DIRECTIVE, ClaimSlot, Diagram, Prose, read_page
from server.handbook.workcopy import read_text
from server.model.claim import Outcome, Verdict
from server.model.guest import Problem
from server.model.lab import Lab
from server.runner.guests import Guests

FEWEST_WORDS: Final = 300
MOST_WORDS: Final = 700
LAST_SECTION: Final = "In your own project"

_FENCE: Final = re.compile(r"^```(\S*) *(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LEFT_OVER: Final = re.compile(r"\[(?:claim|diagram|look):[^\]<]*\]?")
_LAB_LINK: Final = re.compile(r"\]\(lab:([^)#\s]+)")
_OPPOSITE: Final = {Outcome.HOLDS: Outcome.FAILS, Outcome.FAILS: Outcome.HOLDS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something about a lab that is not as docs/labs.md asks; `claim` is None where it is the whole lab."""

    lab: str
    claim: str | None
    message: str


def check_text(catalogue: Catalogue, lab: Lab) -> tuple[Finding, ...]:
    """What can be said of a lab without running it."""
    text = read_text(lab.folder / "page.md")
    messages = (
        *_length(text),
        *_placed(lab),
        *_pictures(lab),
        *_quotes(lab, text),
        *_links(catalogue, text),
        *_ending(lab),
    )
    return tuple(Finding(lab=lab.slug, claim=None, message=message) for message in messages)


def check_claims(
    catalogue: Catalogue, lab: Lab, guests: Guests, *, python: Path | None = None
) -> tuple[Finding, ...]:
    """Run every claim and its counterexample, and every picture that the running lab draws.

    Each claim must come out as expected, and then the other way.
    """
    run = LabRun(guests, lab, python=python)
    try:
        claims = tuple(
            Finding(lab=lab.slug, claim=experiment.id, message=message)
            for experiment in catalogue.experiments(lab.slug)
            for message in _turns(run.decide(experiment), run.counter(experiment))
        )
        return (*claims, *_drawn(run, lab))
    finally:
        run.close()


def check_looks(lab: Lab, guests: Guests, *, python: Path | None = None) -> tuple[Finding, ...]:
    """Send the requests of every picture that the running lab draws: none may lead nowhere."""
    run = LabRun(guests, lab, python=python)
    try:
        return _drawn(run, lab)
    finally:
        run.close()


def words(text: str) -> int:
    """How many words of a page are to be read: claims, pictures and code do not count."""
    return len(DIRECTIVE.sub("", _FENCE.sub("", text)).split())


def _drawn(run: LabRun, lab: Lab) -> tuple[Finding, ...]:
    looks = [part for part in read_page(lab).parts if isinstance(part, Look)]
    return tuple(
        Finding(lab=lab.slug, claim=None, message=f"its picture cannot be drawn: {message}")
        for look in looks
        for message in _seen(run, look)
    )


def _seen(run: LabRun, look: Look) -> Iterator[str]:
    found = run.look(look)
    if isinstance(found, Problem):
        yield f"{found.cause} {found.remedy}"
        return
    for ask, exchange in zip(look.asks, found, strict=True):
        refused = ask.refuses(exchange.response.status) if exchange.response else f"{ask.says} got no answer"
        if refused:
            yield refused


def _turns(verdict: Verdict, countered: Verdict) -> Iterator[str]:
    if verdict.outcome is Outcome.UNDECIDED:
        yield f"was not decided: {verdict.reason}"
        return
    if verdict.outcome is not verdict.expected:
        yield f"came out as {verdict.outcome}, expected was {verdict.expected}: {verdict.reason}"
    if countered.outcome is not _OPPOSITE[verdict.outcome]:
        yield f"its counterexample came out as {countered.outcome} too: {countered.reason}"


def _length(text: str) -> Iterator[str]:
    count = words(text)
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        yield f"its page has {count} words, not {FEWEST_WORDS} to {MOST_WORDS}"


def _placed(lab: Lab) -> Iterator[str]:
    slots = Count(part.claim_id for part in read_page(lab).parts if isinstance(part, ClaimSlot))
    claims = {claim.id for claim in lab.claims}
    for id_ in sorted(claims | set(slots)):
        if id_ not in claims:
            yield f"its page places a claim {id_} that it does not have"
        elif slots[id_] != 1:
            yield f"its page places the claim {id_} {slots[id_]} times, not once"
    for claim in lab.claims:
        if not claim.statement.endswith("."):
            yield f"the claim {claim.id} is no whole sentence"
    for card in lab.questions:
        if card.claim not in claims:
            yield f"the question {card.question!r} names a claim {card.claim!r} that it does not have"


def _pictures(lab: Lab) -> Iterator[str]:
    parts = read_page(lab).parts
    for part in parts:
        if isinstance(part, Diagram):
            drawing = draw(lab.folder, part.name)
            yield from () if isinstance(drawing, Drawing) else drawing
        elif isinstance(part, Prose):
            for line in _LEFT_OVER.findall(part.html.unescape()):
                yield f"its page says {line}, which is no paragraph of its own or cannot be read"
    if not any(isinstance(part, Diagram | Look) for part in parts):
        yield "its page has no picture: neither a [look: …] nor a [diagram: …]"


def _quotes(lab: Lab, text: str) -> Iterator[str]:
    for _, name, quoted in _FENCE.findall(text):
        if name and (name not in lab.files or quoted not in read_text(lab.folder / name)):
            yield f"its page quotes {name} with text that is not in it: {quoted.splitlines()[0]!r}"


def _links(catalogue: Catalogue, text: str) -> Iterator[str]:
    for slug in _LAB_LINK.findall(text):
        if catalogue.lab(slug) is None:
            yield f"its page links to a lab {slug} that does not exist"


def _ending(lab: Lab) -> Iterator[str]:
    sections = read_page(lab).sections
    if not sections or sections[-1].title != LAST_SECTION:
        yield f"its page does not end with the section {LAST_SECTION!r}"
    if not lab.questions:
        yield "it answers no question"
    if not lab.sources:
        yield "it names no source"
    for source in lab.sources:
        if not source.url.startswith("https://"):
            yield f"its source {source.title!r} has no https address"
