"""Tests of diagrams: what may stand in a page, and what is refused."""

from pathlib import Path

import pytest

from server.handbook.pages.diagram import MOST_BYTES, RenderedDiagram, render_diagram
from tests.support.sample_lab import DRAWN


def drawn(folder: Path, text: str) -> RenderedDiagram | tuple[str, ...]:
    """The diagram of that text."""
    (folder / "door.svg").write_text(text)
    return render_diagram(folder, "door")


def test_a_diagram_is_a_picture_with_a_name(tmp_path: Path) -> None:
    """Its title and description are what those hear who do not see it."""
    found = drawn(tmp_path, DRAWN)
    assert isinstance(found, RenderedDiagram), found
    assert found.title == "A door"
    assert found.svg.startswith(
        '<svg class="diagram-svg" viewBox="0 0 300 80" width="300" height="80" role="img" '
        'aria-labelledby="diagram-door-title diagram-door-desc"'
    )
    assert '<desc id="diagram-door-desc">It opens.</desc>' in found.svg
    assert "Tea &amp; <tspan" in found.svg
    assert not found.wide


def test_two_diagrams_of_a_page_share_no_id(tmp_path: Path) -> None:
    """A marker's id is made one of its own, where it is named too."""
    found = drawn(tmp_path, DRAWN)
    assert isinstance(found, RenderedDiagram)
    assert '<marker id="diagram-door-tip"' in found.svg
    assert 'marker-end="url(#diagram-door-tip)"' in found.svg


def test_a_wide_one_is_scrolled(tmp_path: Path) -> None:
    """Its text would be too small on a narrow page."""
    found = drawn(tmp_path, DRAWN.replace("300 80", "700 80"))
    assert isinstance(found, RenderedDiagram)
    assert found.wide


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("<rect", "<script>alert(1)</script><rect", "an element <script>"),
        ("<rect", '<a href="https://example.org"><text>x</text></a><rect', "an element <a>"),
        ("<rect", "<style>rect {fill: red}</style><rect", "an element <style>"),
        ("<rect", '<image width="9" height="9"/><rect', "an element <image>"),
        ("<rect", "<foreignObject/><rect", "an element <foreignObject>"),
        ("<rect", '<rect xmlns="urn:other"/><rect', "which is not allowed"),
        ('rx="6"', 'rx="6" onclick="alert(1)"', "attribute onclick"),
        ('rx="6"', 'rx="6" style="fill: red"', "attribute style"),
        ('rx="6"', 'rx="6" fill="red"', "a colour of its own, fill='red'"),
        ('rx="6"', 'rx="6" stroke="url(#x)"', "a colour of its own"),
        ('rx="6"', 'rx="6" id="box"', "names a <rect>"),
        ('rx="6"', 'rx="expression:1"', "a rx that cannot be read"),
        ('class="box good"', 'class="box pink"', "a class pink; there are accent, bad, box"),
        ('font-size="13"', 'font-size="12.5"', "text of 12.5"),
        ('font-size="13"', 'font-size="small"', "text of small"),
        ('url(#tip)"', 'url(https://example.org/#tip)"', "a marker-end that is no marker of its own"),
        ('url(#tip)"', 'url(#gone)"', "a marker-end that is no marker of its own"),
        ("0 0 300 80", "0 0 721 80", "721 wide, and may be at most 720"),
        ("0 0 300 80", "0 0 300", "no viewBox of four numbers"),
        ("<title>A door</title>", "", "a <title> and a <desc>"),
        ("<desc>It opens.</desc>", "<desc> </desc>", "a <title> and a <desc>"),
        ("<svg xmlns", "<svg other", "does not begin with <svg"),
        ("<svg", "<!DOCTYPE svg><svg", "declares a document type"),
        ("</svg>", "", "is no XML"),
    ],
)
def test_what_is_not_in_the_vocabulary_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Nothing that runs, leads away, looks elsewhere or has a colour of its own."""
    assert old in DRAWN
    found = drawn(tmp_path, DRAWN.replace(old, new, 1))
    assert isinstance(found, tuple)
    assert any(message in one for one in found), found


def test_each_thing_that_is_wrong_is_said_once(tmp_path: Path) -> None:
    """Who draws hears of everything at a time."""
    found = drawn(tmp_path, DRAWN.replace('class="', 'class="pink '))
    assert isinstance(found, tuple)
    assert len(found) == 1


def test_one_that_is_not_there_or_too_large_is_said(tmp_path: Path) -> None:
    """With its name, in words."""
    assert render_diagram(tmp_path, "gone") == ("there is no gone.svg",)
    assert drawn(tmp_path, DRAWN + " " * MOST_BYTES) == (f"door.svg has more than {MOST_BYTES} bytes",)


def test_comments_are_left_out(tmp_path: Path) -> None:
    """They are for who draws."""
    found = drawn(tmp_path, DRAWN.replace("<rect", "<!-- a door --><rect"))
    assert isinstance(found, RenderedDiagram)
    assert "<!--" not in found.svg


def test_its_classes_are_its_own(tmp_path: Path) -> None:
    """No other style sheet of the pages says how a picture's box looks."""
    found = drawn(tmp_path, DRAWN)
    assert isinstance(found, RenderedDiagram)
    assert '<rect class="draw-box draw-good"' in found.svg
