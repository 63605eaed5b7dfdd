"""Test the Markdown of pages, and that its HTML is safe."""

import pytest

from server.handbook.pages.markdown import clean, markdown


def html(text: str) -> str:
    """Return the HTML of a page's text, as it is shown."""
    return str(clean(markdown().render(text)))


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("[the session](lab:session#signed)", 'href="/handbook/session#signed"'),
        ("[Flask](https://flask.palletsprojects.com/)", 'href="https://flask.palletsprojects.com/"'),
        ("| | a |\n|-|-|\n| b | c |", "<td></td>\n<th>a</th>"),
        ("```python\n    def tea():\n```", '<span class="k">def</span>'),
        ("```klingon\nqapla < 1\n```", "qapla &lt; 1"),
    ],
)
def test_text_is_rendered(text: str, part: str) -> None:
    """Links to labs, tables with an empty corner, and highlighted code at the margin."""
    assert part in html(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("<script>alert(1)</script>", "<script"),
        ("[run](javascript:alert(1))", "<a"),
        ("<b onclick=x>b</b>", "<b"),
        ("![](https://elsewhere.example/pixel.png)", "<img"),
    ],
)
def test_nothing_else_gets_through(text: str, part: str) -> None:
    """HTML of the author is text, and a link to a script is none."""
    assert part not in html(text)


def test_code_can_be_scrolled_by_keyboard() -> None:
    """The block can have the focus."""
    assert '<pre class="code" tabindex="0">' in html("```\ntea\n```")
