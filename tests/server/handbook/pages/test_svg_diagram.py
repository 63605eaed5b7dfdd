"""Test which diagrams are accepted, and how they are rendered."""

from pathlib import Path

import pytest

from server.handbook.pages.svg_diagram import MOST_BYTES, RenderedDiagram, render_diagram
from tests.support.sample_lab import DRAWN


def render(folder: Path, text: str) -> RenderedDiagram | tuple[str, ...]:
    """Render a diagram with that text."""
    (folder / "door.svg").write_text(text)
    return render_diagram(folder, "door")


def test_a_diagram_is_a_picture_with_a_name(tmp_path: Path) -> None:
    """Its title and description are for readers who cannot see it."""
    found = render(tmp_path, DRAWN)
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
    """The ids of markers get a prefix, also where they are used."""
    found = render(tmp_path, DRAWN)
    assert isinstance(found, RenderedDiagram)
    assert '<marker id="diagram-door-tip"' in found.svg
    assert 'marker-end="url(#diagram-door-tip)"' in found.svg


def test_a_wide_diagram_is_scrolled(tmp_path: Path) -> None:
    """Its text would be too small on a narrow page."""
    found = render(tmp_path, DRAWN.replace("300 80", "700 80"))
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
        ("</svg>", "", "is not XML"),
    ],
)
def test_anything_outside_the_vocabulary_is_rejected(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    """Such as scripts, links, external references and literal colours."""
    assert old in DRAWN
    found = render(tmp_path, DRAWN.replace(old, new, 1))
    assert isinstance(found, tuple)
    assert any(message in one for one in found), found


def test_each_violation_is_reported_once(tmp_path: Path) -> None:
    """All of them together."""
    found = render(tmp_path, DRAWN.replace('class="', 'class="pink '))
    assert isinstance(found, tuple)
    assert len(found) == 1


def test_a_missing_or_too_large_file_is_reported(tmp_path: Path) -> None:
    """With its name."""
    assert render_diagram(tmp_path, "gone") == ("there is no gone.svg",)
    assert render(tmp_path, DRAWN + " " * MOST_BYTES) == (f"door.svg has more than {MOST_BYTES} bytes",)


def test_comments_are_left_out(tmp_path: Path) -> None:
    """They are for the author."""
    found = render(tmp_path, DRAWN.replace("<rect", "<!-- a door --><rect"))
    assert isinstance(found, RenderedDiagram)
    assert "<!--" not in found.svg


def test_its_classes_get_a_prefix(tmp_path: Path) -> None:
    """So that other style sheets of the page do not apply."""
    found = render(tmp_path, DRAWN)
    assert isinstance(found, RenderedDiagram)
    assert '<rect class="draw-box draw-good"' in found.svg
