"""Test which passages of a lab can be found, and where they lead."""

from server.handbook.search.passages import PassageKind, lab_passages
from server.model.lab import Lab


def test_every_claim_is_a_passage_at_its_card(tiny: Lab) -> None:
    """Its text is the statement."""
    claims = [passage for passage in lab_passages(tiny) if passage.kind is PassageKind.CLAIM]
    assert [(passage.text, passage.anchor) for passage in claims[:2]] == [
        ("The door says hello.", "claim-greets"),
        ("The door swears.", "claim-swears"),
    ]


def test_paragraphs_have_the_heading_above_them(tiny: Lab) -> None:
    """The summary and the text before the first heading have none; the answers of cards are left out."""
    pages = [passage for passage in lab_passages(tiny) if passage.kind is PassageKind.PAGE]
    headings = {passage.text: (passage.title, passage.anchor) for passage in pages}
    assert headings["As small as a lab can be."] == ("", "")
    assert headings["A door, and what it says."] == ("", "")
    assert headings["Open a door."] == ("In your own project", "in-your-own-project")
    assert headings["Does / greet?"] == ("", "questions")
    assert not any("it does" in passage.text for passage in pages)


def test_source_is_cut_at_empty_lines(tiny: Lab) -> None:
    """Each block knows its file and its first line."""
    source = [passage for passage in lab_passages(tiny) if passage.kind is PassageKind.SOURCE]
    lines = (tiny.folder / "app.py").read_text().splitlines()
    block = next(passage for passage in source if "def greet" in passage.text)
    assert block.file == "app.py"
    assert lines[block.line - 1] == block.text.splitlines()[0] == '@app.route("/")'
    assert source[-1].text == "one two"
