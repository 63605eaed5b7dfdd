"""On which versions a claim was tried, beside what the handbook expects there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from server.model.claim import Claim, Outcome
from server.model.version_range import fits
from server.model.versions import Versions
from server.store import InterpreterResult

_NAMES: Final = (("flask", "Flask"), ("werkzeug", "Werkzeug"), ("python", "Python"))
_SIGNS: Final = ((">=", " ≥ "), ("<=", " ≤ "), ("==", " "), ("!=", " ≠ "), (">", " > "), ("<", " < "))


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionResult:
    """One line of a claim's versions: what is expected in a range, and what was seen on versions in it.

    `versions` and `outcome` are None where nobody has tried any. `interpreter` is "" for our own.
    """

    range: str
    expected: Outcome | None
    versions: Versions | None = None
    interpreter: str = ""
    outcome: Outcome | None = None
    reason: str = ""

    @property
    def differs(self) -> bool:
        """Whether what was seen is not what is expected."""
        return (
            self.outcome not in (None, Outcome.UNDECIDED)
            and self.expected is not None
            and self.outcome is not self.expected
        )


def version_results(claim: Claim, results: Iterable[InterpreterResult]) -> tuple[VersionResult, ...]:
    """The versions of a claim, range by range; none where there is only one range and one result.

    Two interpreters with the same versions and the same outcome are one line.
    """
    lines: dict[tuple[object, ...], VersionResult] = {}
    places: dict[str, int] = {text: place for place, (text, _outcome) in enumerate(claim.expected)}
    for result in results:
        text = next((text for text in places if fits(text, result.versions)), None)
        line = VersionResult(
            range=text or "",
            expected=dict(claim.expected)[text] if text is not None else None,
            versions=result.versions,
            interpreter=result.interpreter,
            outcome=result.outcome,
            reason=f"{result.reason} {result.remedy or ''}".rstrip(),
        )
        lines.setdefault((result.versions, result.outcome), line)
    seen = {line.range for line in lines.values()}
    untried = [
        VersionResult(range=text, expected=outcome) for text, outcome in claim.expected if text not in seen
    ]
    found = sorted((*lines.values(), *untried), key=lambda line: places.get(line.range, len(places)))
    return tuple(found) if len(found) > 1 else ()


def range_words(text: str) -> str:
    """A range of versions as people read it: `flask>=3.1` is `Flask ≥ 3.1`, the empty one any other."""
    if not text:
        return str(_("any other version"))
    words = text
    for sign, shown in _SIGNS:
        if sign in words and shown not in words:
            words = words.replace(sign, shown)
    for name, shown in _NAMES:
        words = words.replace(name, shown)
    return words
