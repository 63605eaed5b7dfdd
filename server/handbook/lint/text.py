"""Check the files of a lab without running it: its page, its links, its place among the others."""

import re
from collections import Counter as Count
from collections.abc import Iterator
from typing import Final

from server.file_access import read_text
from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.chapter_index import place
from server.handbook.lint.message import LintMessage, message_in
from server.handbook.pages.look_directive import Look
from server.handbook.pages.page import DIRECTIVE, ClaimSlot, Diagram, Prose, read_page
from server.handbook.pages.svg_diagram import RenderedDiagram, render_diagram
from server.model.lab import Lab

FEWEST_WORDS: Final = 300
MOST_WORDS: Final = 700
LAST_SECTION: Final = "In your own project"

_FENCE: Final = re.compile(r"^```(\S*) *(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_UNREAD_DIRECTIVE: Final = re.compile(r"\[(?:claim|diagram|look):[^\]<]*\]?")
_MARKDOWN: Final = re.compile(r"`|\*\S|\]\(|(?<!\w)_\S.*_(?!\w)")
_LAB_LINK: Final = re.compile(r"\]\(lab:([^)#\s]+)")


def check_text(catalogue: Catalogue, lab: Lab) -> tuple[LintMessage, ...]:
    """Return what is wrong with a lab's files."""
    text = read_text(lab.folder / "page.md")
    return (
        *_title(lab),
        *_length(lab, text),
        *_claims(lab),
        *_pictures(lab),
        *_quotes(lab, text),
        *_links(catalogue, lab, text),
        *_ending(lab),
        *_syntax(lab),
    )


def check_order(catalogue: Catalogue, lab: Lab) -> tuple[LintMessage, ...]:
    """Return what is wrong with a lab's number, and the links to labs that its readers have not read yet."""
    chapter = next((each for each in catalogue.chapters if lab in each.labs), None)
    findings = []
    if chapter is not None and place(lab)[0] != chapter.number:
        message = f"its number is {lab.number}, and it stands in chapter {chapter.number}"
        findings.append(message_in(lab, message, file="lab.toml", at="number"))
    for other in catalogue.labs:
        if other.slug != lab.slug and place(other) == place(lab):
            message = f"its number {lab.number} is that of {other.slug} too"
            findings.append(message_in(lab, message, file="lab.toml", at="number"))
    for slug in dict.fromkeys(_LAB_LINK.findall(read_text(lab.folder / "page.md"))):
        later = catalogue.lab(slug)
        if later is not None and place(later) > place(lab):
            message = f"it points forward to {later.number} {later.title}, which its reader has not read"
            findings.append(message_in(lab, message, at=f"(lab:{slug}", remark=True))
    return tuple(findings)


def words(text: str) -> int:
    """Return how many words of a page are to be read: claims, pictures and code do not count."""
    return len(DIRECTIVE.sub("", _FENCE.sub("", text)).split())


def _title(lab: Lab) -> Iterator[LintMessage]:
    """A title is also shown in menus, in tooltips and on the window, where Markdown is not rendered."""
    if _MARKDOWN.search(lab.title):
        message = f"its title {lab.title!r} has Markdown in it, and titles are shown as they are written"
        yield message_in(lab, message, file="lab.toml", at="title")


def _length(lab: Lab, text: str) -> Iterator[LintMessage]:
    count = words(text)
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        yield message_in(lab, f"its page has {count} words, not {FEWEST_WORDS} to {MOST_WORDS}")


def _claims(lab: Lab) -> Iterator[LintMessage]:
    slots = Count(part.claim_id for part in read_page(lab).parts if isinstance(part, ClaimSlot))
    claims = {claim.id for claim in lab.claims}
    for id_ in sorted(claims | set(slots)):
        at = f"[claim: {id_}]"
        if id_ not in claims:
            yield message_in(lab, f"its page places a claim {id_} that it does not have", at=at)
        elif slots[id_] != 1:
            yield message_in(lab, f"its page places the claim {id_} {slots[id_]} times, not once", at=at)
    for claim in lab.claims:
        if not claim.statement.endswith("."):
            message = f"the claim {claim.id} is not a whole sentence"
            yield message_in(lab, message, file="claims.py", at=claim.statement)
    for card in lab.questions:
        if card.claim not in claims:
            message = f"the question {card.question!r} names a claim {card.claim!r} that it does not have"
            yield message_in(lab, message, file="lab.toml", at=card.question)


def _pictures(lab: Lab) -> Iterator[LintMessage]:
    parts = read_page(lab).parts
    for part in parts:
        if isinstance(part, Diagram):
            diagram = render_diagram(lab.folder, part.name)
            messages = () if isinstance(diagram, RenderedDiagram) else diagram
            yield from (message_in(lab, message, at=f"[diagram: {part.name}]") for message in messages)
        elif isinstance(part, Prose):
            for line in _UNREAD_DIRECTIVE.findall(part.html.unescape()):
                message = f"its page says {line}, which is no paragraph of its own or cannot be read"
                yield message_in(lab, message, at=line)
    if not any(isinstance(part, Diagram | Look) for part in parts):
        yield message_in(lab, "its page has no picture: neither a [look: …] nor a [diagram: …]")


def _quotes(lab: Lab, text: str) -> Iterator[LintMessage]:
    for _, name, quoted in _FENCE.findall(text):
        if name and (name not in lab.files or quoted not in read_text(lab.folder / name)):
            message = f"its page quotes {name} with text that is not in it: {quoted.splitlines()[0]!r}"
            yield message_in(lab, message, at=quoted)


def _links(catalogue: Catalogue, lab: Lab, text: str) -> Iterator[LintMessage]:
    for slug in _LAB_LINK.findall(text):
        if catalogue.lab(slug) is None:
            yield message_in(lab, f"its page links to a lab {slug} that does not exist", at=f"(lab:{slug}")


def _ending(lab: Lab) -> Iterator[LintMessage]:
    sections = read_page(lab).sections
    if not sections or sections[-1].title != LAST_SECTION:
        yield message_in(lab, f"its page does not end with the section {LAST_SECTION!r}")
    if not lab.questions:
        yield message_in(lab, "it answers no question", file="lab.toml")
    if not lab.sources:
        yield message_in(lab, "it names no source", file="lab.toml")
    for source in lab.sources:
        if not source.url.startswith("https://"):
            message = f"its source {source.title!r} has no https address"
            yield message_in(lab, message, file="lab.toml", at=source.url)


def _syntax(lab: Lab) -> Iterator[LintMessage]:
    """Find the app's files that Python cannot compile."""
    for file in (lab.folder / name for name in lab.files if name.endswith(".py")):
        try:
            compile(read_text(file), str(file), "exec", dont_inherit=True)
        except SyntaxError as error:
            message = f"SyntaxError: {error.msg}"
            yield LintMessage(lab=lab.slug, claim=None, message=message, file=file, line=error.lineno)
