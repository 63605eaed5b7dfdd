"""The kinds of attacks and damages of the table, each with the sentence that the table shows.

A test belongs to a case by the marker `@pytest.mark.hardness("name")`. Attacks come first; both kinds are
sorted by name.
"""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["attack", "damage"]


@dataclass(frozen=True, slots=True)
class Case:
    """One row of the table."""

    name: str
    kind: Kind
    sentence: str


CASES: Final = (
    Case("body-over-limit", "attack", "A body is longer than allowed, by its length or in chunks"),
    Case("cross-site-read", "attack", "A page of another site reads a page of ours, or frames or embeds it"),
    Case("foreign-host", "attack", "A request names a host that is not ours, none, or two"),
    Case("foreign-origin", "attack", "A change comes from another origin, from `null` or from another site"),
    Case("guest-slow-text", "attack", "A guest's text, or a client's, is made to be slow to read"),
    Case(
        "launch-link",
        "attack",
        "A launch link is used twice, too late, from elsewhere or with another method",
    ),
    Case(
        "missing-token",
        "attack",
        "A change comes without the session or the header token, or with wrong ones",
    ),
    Case(
        "damaged-working-copy",
        "damage",
        "A file of a lab that the reader has edited is missing, unreadable, a folder, a pipe or no text",
    ),
    Case(
        "guest-base-exception",
        "damage",
        "An app raises SystemExit, KeyboardInterrupt or GeneratorExit while it answers",
    ),
    Case(
        "impossible-paths",
        "damage",
        "A path has a null character, half a character or 5,000 letters",
    ),
    Case(
        "odd-interpreters",
        "damage",
        "An interpreter gives an odd answer, or variables lead to none",
    ),
)


def case(name: str) -> Case:
    """Return the case of a name; raise LookupError if there is none."""
    try:
        return next(case for case in CASES if case.name == name)
    except StopIteration:
        raise LookupError(f"tests/hardness/cases.py has no case {name!r}") from None
