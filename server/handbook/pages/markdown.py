"""Render Markdown to HTML that is safe to show, with classes for highlighted code."""

from functools import cache
from textwrap import dedent
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from server.handbook.pages.urls import lab_url
from server.highlight import highlight_code

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

TAGS: Final = {
    *("h2", "h3", "h4", "p", "ul", "ol", "li", "blockquote", "hr", "pre"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("a", "br", "code", "em", "span", "strong"),
}
ATTRIBUTES: Final = {
    "a": {"href", "title"},
    "code": {"class"},
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "pre": {"class", "tabindex"},
    "span": {"class"},
}
LAB_SCHEME: Final = "lab:"


@cache
def markdown() -> "MarkdownIt":
    """Return the parser of pages: CommonMark with tables, without HTML; `lab:slug` links to a lab."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - the home page has no text of a lab

    parser = MarkdownIt("commonmark", {"html": False, "highlight": _highlight}).enable("table")
    parser.core.ruler.push("lab-links", _link_labs)
    parser.core.ruler.push("empty-headers", _empty_headers)
    return parser


def clean(html: str) -> Markup:
    """Return the HTML without any tag or attribute that is not in TAGS and ATTRIBUTES."""
    import nh3  # noqa: PLC0415 - as above

    return Markup(  # noqa: S704 - this is the sanitiser's own output
        nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https"})
    )


def _link_labs(state: Any) -> None:
    for token in state.tokens:
        for child in token.children or ():
            _link_lab(child)


def _empty_headers(state: Any) -> None:
    """Make an empty header cell, such as the corner of a table with row headers, a plain cell."""
    for opening, text, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "th_open" and not text.content:
            opening.tag = closing.tag = "td"


def _link_lab(token: "Token") -> None:
    target = str(token.attrGet("href") or "")
    if token.type == "link_open" and target.startswith(LAB_SCHEME):
        token.attrSet("href", lab_url(target.removeprefix(LAB_SCHEME)))


def _highlight(code: str, language: str, _rest: str) -> str:
    code = dedent(code)  # a line quoted out of a function is easier to read at the margin
    body = highlight_code(code, language or "text")
    # A block that scrolls must be reachable by keyboard.
    return f'<pre class="code" tabindex="0"><code class="highlight">{body}</code></pre>'
