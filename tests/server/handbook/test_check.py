"""Tests of judging a lab."""

from pathlib import Path

import pytest

from server.handbook.catalogue import Catalogue
from server.handbook.check import check_claims, check_looks, check_text, words
from server.runner.guests import Guests
from tests.server.handbook.shelf import CLAIMS, DRAWN, PAGE, TOML, one_claim, write_lab

pytestmark = pytest.mark.slow

LONG = PAGE.replace("A door, and what it says.", "word " * 300)


def judged(folder: Path, **parts: str) -> list[str]:
    """What is found about the text of a lab."""
    write_lab(folder / "1-first" / "tiny", **{"page": LONG, **parts})
    catalogue = Catalogue((folder,))
    lab = catalogue.lab("tiny")
    assert lab is not None, catalogue.problems
    return [finding.message for finding in check_text(catalogue, lab)]


def test_a_good_lab_has_no_findings(tmp_path: Path) -> None:
    """Nothing is asked of it."""
    assert judged(tmp_path) == []


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"toml": TOML.replace('title = "Tiny"', 'title = "`Tiny`"')}, "has Markdown in it"),
        ({"page": PAGE}, "not 300 to 700"),
        ({"page": LONG + "word " * 500}, "not 300 to 700"),
        ({"page": LONG.replace("[claim: modern]\n", "")}, "places the claim modern 0 times"),
        ({"page": LONG.replace("[claim: modern]", "[claim: swears]")}, "places the claim swears 2 times"),
        (
            {"page": LONG.replace("[claim: modern]", "[claim: modern]\n[claim: other]")},
            "other that it does not have",
        ),
        (
            {"page": LONG.replace('    return "hello"', '    return "hi"')},
            "quotes app.py with text that is not in it",
        ),
        ({"page": LONG.replace("python app.py", "python gone.py")}, "quotes gone.py"),
        ({"page": LONG.replace("lab:tiny", "lab:huge")}, "links to a lab huge"),
        ({"page": LONG.replace("## In your own project", "## Goodbye")}, "does not end with"),
        ({"claims": CLAIMS.replace("The door swears.", "The door swears")}, "no whole sentence"),
        ({"toml": TOML.replace('claim = "greets"', 'claim = "other"')}, "names a claim 'other'"),
        ({"toml": TOML.split("[[questions]]", maxsplit=1)[0]}, "it answers no question"),
        ({"toml": TOML.split("[[sources]]", maxsplit=1)[0]}, "it names no source"),
        ({"toml": TOML.replace("https://", "http://")}, "no https address"),
        ({"page": LONG.replace("[diagram: door]", "").replace("[look: GET", "Look: [GET")}, "has no picture"),
        ({"page": LONG.replace("[diagram: door]", "[diagram: gate]")}, "there is no gate.svg"),
        ({"page": LONG.replace("[look: GET /]", "[look: fetch /]")}, "[look: fetch /]"),
        ({"page": LONG.replace("[diagram: door]", "See [diagram: door].")}, "[diagram: door]"),
        ({"drawn": DRAWN.replace("good", "pink")}, "uses a class pink"),
    ],
)
def test_each_lapse_is_found(tmp_path: Path, parts: dict[str, str], message: str) -> None:
    """A page too short or too long, a claim out of place, a quotation that is not one, a dead link."""
    assert any(message in found for found in judged(tmp_path, **parts))


def test_code_claims_and_pictures_are_not_words() -> None:
    """A page is as long as what is to be read."""
    page = "One two.\n\n```python app.py\nfour five six\n```\n\n[claim: a-b]\n\n[look: GET / a=b]\n\nthree"
    assert words(page) == 3


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("return Observation(holds=not other, because='')", None),
        ("return Observation(holds=True, because='always')", "counterexample came out as holds too"),
        ("return Observation(holds=other, because='')", "expected was holds"),
        ("raise Undecided('No tea.', 'Buy some.')", "was not decided: No tea."),
    ],
)
def test_claims_are_run_with_their_counterexamples(
    guests: Guests, tmp_path: Path, body: str, message: str | None
) -> None:
    """An experiment that can only come out one way is found out."""
    write_lab(tmp_path / "1-first" / "tiny", claims=one_claim(body))
    catalogue = Catalogue((tmp_path,))
    lab = catalogue.lab("tiny")
    assert lab is not None
    findings = check_claims(catalogue, lab, guests)
    assert len(findings) == (message is not None)
    assert all(message in finding.message for finding in findings if message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("GET /words", None),
        ("GET /nowhere", "GET /nowhere answers 404; where that is meant, the page says `-> 404`"),
        ("GET /nowhere -> 404", None),
        ("GET /words -> 404", "GET /words answers 200, not 404"),
        ("DELETE /", "DELETE / answers 405"),
        ("GET /broken", "GET /broken answers 500"),
    ],
)
def test_a_picture_must_lead_somewhere(
    guests: Guests, tmp_path: Path, line: str, message: str | None
) -> None:
    """Its requests are sent: what answers 404 is found, unless the page means it."""
    write_lab(tmp_path / "1-first" / "tiny", page=PAGE.replace("GET /words", line))
    lab = Catalogue((tmp_path,)).lab("tiny")
    assert lab is not None
    found = [finding.message for finding in check_looks(lab, guests)]
    assert len(found) == (message is not None)
    assert all(message in one for one in found if message)
