"""Test reading the page of a lab."""

from pathlib import Path

from markupsafe import Markup

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.pages.look_directive import Look, LookRequest
from server.handbook.pages.page import ClaimSlot, Diagram, Page, PageSection, Prose, read_page
from server.model.lab import Lab
from tests.support.sample_lab import write_lab


def page_of(folder: Path, text: str) -> Page:
    """Return the page of a lab with that text."""
    write_lab(folder / "1-first" / "other", page=text)
    lab = Catalogue((folder,)).lab("other")
    assert lab is not None
    return read_page(lab)


def html(page: Page) -> str:
    """Return all prose of a page."""
    return "".join(part.html for part in page.parts if isinstance(part, Prose))


def test_claims_are_at_their_places(tiny: Lab) -> None:
    """A paragraph of directives cuts the prose, one part per line."""
    kinds = [part.claim_id if isinstance(part, ClaimSlot) else "prose" for part in read_page(tiny).parts]
    assert kinds == ["prose", "greets", "prose", "swears", "modern", "prose", "prose", "prose"]


def test_pictures_are_at_their_places(tiny: Lab) -> None:
    """A diagram has its name; the requests of one paragraph are one picture."""
    pictures = [part for part in read_page(tiny).parts if isinstance(part, Diagram | Look)]
    assert pictures == [
        Diagram("door"),
        Look((LookRequest(method="GET", path="/"), LookRequest(method="GET", path="/words"))),
    ]


def test_an_unreadable_directive_is_text(tmp_path: Path) -> None:
    """With the rest of its paragraph."""
    page = page_of(tmp_path, "[diagram: door]\n[look: nowhere]\n")
    assert "[look: nowhere]" in html(page)


def test_a_directive_within_a_sentence_is_text(tmp_path: Path) -> None:
    """And so is one in a list."""
    page = page_of(tmp_path, "See [claim: greets] here.\n\n- [claim: greets]\n")
    assert [type(part) for part in page.parts] == [Prose]


def test_html_of_the_author_is_shown_and_not_run(tiny: Lab) -> None:
    """Markup in a page is text."""
    assert "&lt;script&gt;" in html(read_page(tiny))
    assert "<script" not in html(read_page(tiny))


def test_links_to_scripts_are_no_links(tmp_path: Path) -> None:
    """javascript: and data: addresses stay text."""
    shown = html(page_of(tmp_path, "[a](javascript:alert(1)) [b](data:text/html,x) [c](JaVaScRiPt:x)"))
    assert "href" not in shown


def test_labs_link_to_labs(tiny: Lab) -> None:
    """`lab:slug` leads to that page, anchors included; other links keep their address."""
    shown = html(read_page(tiny))
    assert 'href="/handbook/tiny"' in shown
    assert 'href="https://flask.palletsprojects.com/"' in shown
    assert "noopener" in shown


def test_headings_have_anchors(tmp_path: Path) -> None:
    """Also where two are equal, or one has no letter."""
    page = page_of(tmp_path, "## What `it` does\n\n## What it does\n\n## ?\n")
    assert page.sections == (
        PageSection("what-it-does", "What it does"),
        PageSection("what-it-does-2", "What it does"),
        PageSection("section", "?"),
    )
    for section in page.sections:
        assert f'id="{section.id}"' in html(page)


def test_code_is_highlighted_by_classes(tmp_path: Path) -> None:
    """The security policy allows no style attribute; a block can be scrolled by keyboard."""
    shown = html(page_of(tmp_path, "```python app.py\nimport os\n```\n\n```nosuch\n<b>\n```\n"))
    assert '<span class="kn">import</span>' in shown
    assert "style=" not in shown
    assert shown.count('<pre class="code" tabindex="0">') == 2
    assert "&lt;b&gt;" in shown


def test_questions_and_answers_are_safe_html(tiny: Lab) -> None:
    """They may have code and emphasis, and need no further escaping."""
    (card,) = read_page(tiny).questions
    assert card.question == Markup("Does <code>/</code> greet?")
    assert card.answer == Markup("<strong>Yes</strong>, it does.")


def test_tables_are_tables(tmp_path: Path) -> None:
    """An empty header is a plain cell."""
    shown = html(page_of(tmp_path, "| | a |\n|---|---|\n| 1 | 2 |\n"))
    assert "<td>1</td>" in shown
    assert "<th>a</th>" in shown
    assert "<th></th>" not in shown
