"""What a claim came out as on each version that it was decided on, beside what is expected there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from server.i18n import gettext as _
from server.model.claim import Claim, Outcome
from server.model.version_range import fits
from server.model.versions import Versions
from server.store import InterpreterResult

_NAMES: Final = (("flask", "Flask"), ("werkzeug", "Werkzeug"), ("python", "Python"))
_SIGNS: Final = ((">=", " ≥ "), ("<=", " ≤ "), ("==", " "), ("!=", " ≠ "), (">", " > "), ("<", " < "))


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionResult:
    """A version range with the expected outcome, and the result on versions in it.

    `versions` and `outcome` are None if no version in the range was tried. `interpreter` is "" for ours.
    """

    range: str
    expected: Outcome | None
    versions: Versions | None = None
    interpreter: str = ""
    outcome: Outcome | None = None
    reason: str = ""

    @property
    def differs(self) -> bool:
        """Whether the claim was decided, and otherwise than expected."""
        return (
            self.outcome not in (None, Outcome.UNDECIDED)
            and self.expected is not None
            and self.outcome is not self.expected
        )


def version_results(claim: Claim, results: Iterable[InterpreterResult]) -> tuple[VersionResult, ...]:
    """Return the results of a claim, in the order of its ranges; none for one range with one result at most.

    Two interpreters with the same versions and the same outcome give one entry.
    """
    by_versions: dict[tuple[object, ...], VersionResult] = {}
    order = {text: position for position, (text, _outcome) in enumerate(claim.expected)}
    for result in results:
        text = next((text for text in order if fits(text, result.versions)), None)
        entry = VersionResult(
            range=text or "",
            expected=dict(claim.expected)[text] if text is not None else None,
            versions=result.versions,
            interpreter=result.interpreter,
            outcome=result.outcome,
            reason=f"{result.reason} {result.remedy or ''}".rstrip(),
        )
        by_versions.setdefault((result.versions, result.outcome), entry)
    tried = {entry.range for entry in by_versions.values()}
    untried = [
        VersionResult(range=text, expected=outcome) for text, outcome in claim.expected if text not in tried
    ]
    entries = sorted((*by_versions.values(), *untried), key=lambda entry: order.get(entry.range, len(order)))
    return tuple(entries) if len(entries) > 1 else ()


def range_words(text: str) -> str:
    """Return a version range for people: `flask>=3.1` as `Flask ≥ 3.1`, "" as any other version."""
    if not text:
        return str(_("any other version"))
    words = text
    for sign, shown in _SIGNS:
        if sign in words and shown not in words:
            words = words.replace(sign, shown)
    for name, shown in _NAMES:
        words = words.replace(name, shown)
    return words
