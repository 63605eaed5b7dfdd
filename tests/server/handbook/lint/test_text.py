"""Test the checks of a lab's files."""

from pathlib import Path

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.lint.text import check_order, check_text, words
from tests.support.sample_lab import CLAIMS, DRAWN, PAGE, TOML, write_lab

pytestmark = pytest.mark.slow

LONG = PAGE.replace("A door, and what it says.", "word " * 300)


def messages(folder: Path, **parts: str) -> list[str]:
    """Return the findings about the files of a lab."""
    write_lab(folder / "1-first" / "tiny", **{"page": LONG, **parts})
    catalogue = Catalogue((folder,))
    lab = catalogue.lab("tiny")
    assert lab is not None, catalogue.problems
    return [finding.message for finding in check_text(catalogue, lab)]


def test_a_good_lab_has_no_findings(tmp_path: Path) -> None:
    """The sample lab with a long enough page passes."""
    assert messages(tmp_path) == []


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
        ({"claims": CLAIMS.replace("The door swears.", "The door swears")}, "not a whole sentence"),
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
def test_each_fault_is_found(tmp_path: Path, parts: dict[str, str], message: str) -> None:
    """Such as a page that is too short, a claim at no place, a wrong quote, or a dead link."""
    assert any(message in each for each in messages(tmp_path, **parts))


def test_code_claims_and_pictures_are_not_words() -> None:
    """They do not count for the length of a page."""
    page = "One two.\n\n```python app.py\nfour five six\n```\n\n[claim: a-b]\n\n[look: GET / a=b]\n\nthree"
    assert words(page) == 3


def test_a_number_belongs_to_its_chapter_and_to_one_lab(tmp_path: Path) -> None:
    """Each finding names the line of the number."""
    write_lab(tmp_path / "1-first" / "tiny", toml=TOML.replace('"1.1"', '"2.1"'))
    write_lab(tmp_path / "1-first" / "same", toml=TOML.replace('"1.1"', '"2.1"'))
    catalogue = Catalogue((tmp_path,))
    lab = catalogue.lab("tiny")
    assert lab is not None
    findings = check_order(catalogue, lab)
    assert [finding.message for finding in findings] == [
        "its number is 2.1, and it stands in chapter 1",
        "its number 2.1 is that of same too",
    ]
    assert {(finding.file.name, finding.line) for finding in findings} == {("lab.toml", 1)}


def test_a_link_to_a_later_lab_is_a_remark(tmp_path: Path) -> None:
    """A link to an earlier one is not."""
    write_lab(tmp_path / "1-first" / "tiny", page=LONG.replace("lab:tiny", "lab:later"))
    write_lab(tmp_path / "1-first" / "later", toml=TOML.replace('"1.1"', '"1.2"'))
    catalogue = Catalogue((tmp_path,))
    first, later = catalogue.lab("tiny"), catalogue.lab("later")
    assert first is not None
    assert later is not None
    (remark,) = check_order(catalogue, first)
    assert remark.remark
    assert remark.message.startswith("it points forward to 1.2 Tiny")
    assert check_order(catalogue, later) == ()


def test_a_syntax_error_is_found_with_its_line(tmp_path: Path) -> None:
    """An app that Python cannot compile is not run."""
    write_lab(tmp_path / "1-first" / "tiny", page=LONG, app="import flask\ndef (\n")
    catalogue = Catalogue((tmp_path,))
    lab = catalogue.lab("tiny")
    assert lab is not None
    found = [finding for finding in check_text(catalogue, lab) if finding.file.name == "app.py"]
    assert [(finding.line, finding.message.partition(":")[0]) for finding in found] == [(2, "SyntaxError")]
