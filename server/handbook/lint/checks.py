"""Judges a lab: its page, its links, its claims and their counterexamples."""

import re
import threading
from collections import Counter as Count
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.index import place
from server.handbook.catalogue.lab_files import read_text
from server.handbook.experiment import Experiment
from server.handbook.pages.diagram import RenderedDiagram, draw
from server.handbook.pages.look import Look
from server.handbook.pages.page import DIRECTIVE, ClaimSlot, Diagram, Prose, read_page
from server.handbook.prove.lab_run import LabRun
from server.model.claim import Outcome, Verdict
from server.model.lab import Lab
from server.model.problem import Problem
from server.runner.guests.guests import Guests

FEWEST_WORDS: Final = 300
MOST_WORDS: Final = 700
LAST_SECTION: Final = "In your own project"

_FENCE: Final = re.compile(r"^```(\S*) *(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LEFT_OVER: Final = re.compile(r"\[(?:claim|diagram|look):[^\]<]*\]?")
_MARKED: Final = re.compile(r"`|\*\S|\]\(|(?<!\w)_\S.*_(?!\w)")
_LAB_LINK: Final = re.compile(r"\]\(lab:([^)#\s]+)")
_OPPOSITE: Final = {Outcome.HOLDS: Outcome.FAILS, Outcome.FAILS: Outcome.HOLDS}


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """Something about a lab that is not as docs/labs.md asks; `claim` is None where it is the whole lab.

    `line` counts from 1 in `file`. A `remark` is worth a look, and nothing wrong.
    """

    lab: str
    claim: str | None
    message: str
    file: Path
    line: int | None = None
    remark: bool = False


@dataclass(frozen=True, slots=True)
class _Violation:
    """What is said of a file, and the text in it that this is about."""

    message: str
    at: str = ""
    file: str = "page.md"


def check_text(catalogue: Catalogue, lab: Lab) -> tuple[Finding, ...]:
    """What can be said of a lab without running it."""
    text = read_text(lab.folder / "page.md")
    lapses = (
        *_title(lab),
        *_length(text),
        *_placed(lab),
        *_pictures(lab),
        *_quotes(lab, text),
        *_links(catalogue, text),
        *_ending(lab),
    )
    return (*(_finding(lab, lapse) for lapse in lapses), *_sources(lab))


def check_order(catalogue: Catalogue, lab: Lab) -> tuple[Finding, ...]:
    """What is said of its place: a page is read by somebody who has read the labs numbered before it."""
    chapter = next((one for one in catalogue.chapters if lab in one.labs), None)
    number = _Violation("", at="number", file="lab.toml")
    found = []
    if chapter is not None and place(lab)[0] != chapter.number:
        message = f"its number is {lab.number}, and it stands in chapter {chapter.number}"
        found.append(_finding(lab, replace(number, message=message)))
    for other in catalogue.labs:
        if other.slug != lab.slug and place(other) == place(lab):
            message = f"its number {lab.number} is that of {other.slug} too"
            found.append(_finding(lab, replace(number, message=message)))
    text = read_text(lab.folder / "page.md")
    for slug in dict.fromkeys(_LAB_LINK.findall(text)):
        later = catalogue.lab(slug)
        if later is not None and place(later) > place(lab):
            message = f"it points forward to {later.number} {later.title}, which its reader has not read"
            found.append(replace(_finding(lab, _Violation(message, at=f"(lab:{slug}")), remark=True))
    return tuple(found)


def check_claims(
    catalogue: Catalogue,
    lab: Lab,
    guests: Guests,
    *,
    python: Path | None = None,
    ended: threading.Event | None = None,
) -> tuple[Finding, ...]:
    """Run every claim and its counterexample, and every picture that the running lab draws.

    Each claim must come out as expected, and then the other way. Once `ended` is set nothing more is run.
    """
    ended = ended or threading.Event()
    run = LabRun(guests, lab, python=python, ended=ended)
    try:
        claims = tuple(
            Finding(
                lab=lab.slug,
                claim=experiment.id,
                message=message,
                file=lab.folder / "claims.py",
                line=experiment.run.__code__.co_firstlineno,
            )
            for experiment in catalogue.experiments(lab.slug)
            if not ended.is_set()
            for message in _turns(run.decide(experiment), _countered(run, experiment))
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
        _finding(lab, _Violation(f"its picture cannot be drawn: {message}", at=look.asks[-1].path))
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


def _countered(run: LabRun, experiment: Experiment) -> Verdict | str:
    """How the counterexample came out, or why there is none to run."""
    try:
        return run.counter(experiment)
    except ValueError as error:
        return str(error)


def _turns(verdict: Verdict, countered: Verdict | str) -> Iterator[str]:
    if verdict.outcome is Outcome.UNDECIDED:
        yield f"was not decided: {verdict.told}"
        return
    if verdict.outcome is not verdict.expected:
        yield f"came out as {verdict.outcome}, expected was {verdict.expected}: {verdict.reason}"
    if isinstance(countered, str):
        yield f"its counterexample cannot be run: {countered}"
    elif countered.outcome is not _OPPOSITE[verdict.outcome]:
        yield f"its counterexample came out as {countered.outcome} too: {countered.reason}"


def _finding(lab: Lab, lapse: _Violation) -> Finding:
    file = lab.folder / lapse.file
    line = None
    if lapse.at:
        before, found, _ = read_text(file).partition(lapse.at)
        line = before.count("\n") + 1 if found else None
    return Finding(lab=lab.slug, claim=None, message=lapse.message, file=file, line=line)


def _sources(lab: Lab) -> Iterator[Finding]:
    """Files that Python cannot read."""
    for file in (lab.folder / name for name in lab.files if name.endswith(".py")):
        try:
            compile(read_text(file), str(file), "exec", dont_inherit=True)
        except SyntaxError as error:
            message = f"SyntaxError: {error.msg}"
            yield Finding(lab=lab.slug, claim=None, message=message, file=file, line=error.lineno)


def _title(lab: Lab) -> Iterator[_Violation]:
    """Titles also stand in menus, in tooltips and on the window, where nothing renders them."""
    if _MARKED.search(lab.title):
        message = f"its title {lab.title!r} has Markdown in it, and titles are shown as they are written"
        yield _Violation(message, at="title", file="lab.toml")


def _length(text: str) -> Iterator[_Violation]:
    count = words(text)
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        yield _Violation(f"its page has {count} words, not {FEWEST_WORDS} to {MOST_WORDS}")


def _placed(lab: Lab) -> Iterator[_Violation]:
    slots = Count(part.claim_id for part in read_page(lab).parts if isinstance(part, ClaimSlot))
    claims = {claim.id for claim in lab.claims}
    for id_ in sorted(claims | set(slots)):
        at = f"[claim: {id_}]"
        if id_ not in claims:
            yield _Violation(f"its page places a claim {id_} that it does not have", at=at)
        elif slots[id_] != 1:
            yield _Violation(f"its page places the claim {id_} {slots[id_]} times, not once", at=at)
    for claim in lab.claims:
        if not claim.statement.endswith("."):
            at = claim.statement
            yield _Violation(f"the claim {claim.id} is no whole sentence", at=at, file="claims.py")
    for card in lab.questions:
        if card.claim not in claims:
            message = f"the question {card.question!r} names a claim {card.claim!r} that it does not have"
            yield _Violation(message, at=card.question, file="lab.toml")


def _pictures(lab: Lab) -> Iterator[_Violation]:
    parts = read_page(lab).parts
    for part in parts:
        if isinstance(part, Diagram):
            drawing = draw(lab.folder, part.name)
            messages = () if isinstance(drawing, RenderedDiagram) else drawing
            yield from (_Violation(message, at=f"[diagram: {part.name}]") for message in messages)
        elif isinstance(part, Prose):
            for line in _LEFT_OVER.findall(part.html.unescape()):
                yield _Violation(
                    f"its page says {line}, which is no paragraph of its own or cannot be read", at=line
                )
    if not any(isinstance(part, Diagram | Look) for part in parts):
        yield _Violation("its page has no picture: neither a [look: …] nor a [diagram: …]")


def _quotes(lab: Lab, text: str) -> Iterator[_Violation]:
    for _, name, quoted in _FENCE.findall(text):
        if name and (name not in lab.files or quoted not in read_text(lab.folder / name)):
            message = f"its page quotes {name} with text that is not in it: {quoted.splitlines()[0]!r}"
            yield _Violation(message, at=quoted)


def _links(catalogue: Catalogue, text: str) -> Iterator[_Violation]:
    for slug in _LAB_LINK.findall(text):
        if catalogue.lab(slug) is None:
            yield _Violation(f"its page links to a lab {slug} that does not exist", at=f"(lab:{slug}")


def _ending(lab: Lab) -> Iterator[_Violation]:
    sections = read_page(lab).sections
    if not sections or sections[-1].title != LAST_SECTION:
        yield _Violation(f"its page does not end with the section {LAST_SECTION!r}")
    if not lab.questions:
        yield _Violation("it answers no question", file="lab.toml")
    if not lab.sources:
        yield _Violation("it names no source", file="lab.toml")
    for source in lab.sources:
        if not source.url.startswith("https://"):
            message = f"its source {source.title!r} has no https address"
            yield _Violation(message, at=source.url, file="lab.toml")
