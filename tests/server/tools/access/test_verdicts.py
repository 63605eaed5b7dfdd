"""Tests of what is said about one page."""

import pytest

from server.lenses.kit.blocks import Tone
from server.tools.access.run import AccessOutcome
from server.tools.access.verdicts import verdict


@pytest.mark.parametrize(
    ("nobody", "ada", "root", "says", "tone"),
    [
        (200, 200, 204, "For all of them", Tone.PLAIN),
        (302, 200, 200, "Only for Ada, Root", Tone.GOOD),
        (401, 403, 200, "Only for Root", Tone.GOOD),
        (200, 302, 200, "Only for Nobody, Root", Tone.WARNING),
        (302, 403, 404, "For none of them", Tone.MUTED),
        (200, 500, 200, "An error, or no answer", Tone.ERROR),
        (200, None, 200, "An error, or no answer", Tone.ERROR),
    ],
)
def test_a_page_is_described_by_the_visitors_it_opened_for(
    nobody: int, ada: int | None, root: int, says: str, tone: Tone
) -> None:
    """A page that nobody may open, but not a visitor, deserves a look."""
    outcomes = {
        name: AccessOutcome(status=status) for name, status in (("", nobody), ("ada", ada), ("root", root))
    }
    sentence, found = verdict(outcomes, lambda name: name.title() or "Nobody")
    assert (str(sentence), found) == (says, tone)
