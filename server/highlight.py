"""Turn source text into safe HTML with a span around each token, by Pygments."""

from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

from markupsafe import Markup, escape

MAX_CHARACTERS: Final = 200_000


def highlight_code(code: str, language: str) -> Markup:
    """Return `code` as HTML; `language` is a Pygments alias such as `python`, unknown ones are plain text."""
    return _highlight(code, lambda lexers: lexers.get_lexer_by_name(language, stripnl=False))


def highlight_content(text: str, content_type: str) -> Markup:
    """Return the body of a response as HTML, coloured by its content type.

    A text of an unknown type, or of more than `MAX_CHARACTERS`, stays plain.
    """
    if len(text) > MAX_CHARACTERS:
        return escape(text)
    mime = content_type.partition(";")[0].strip().lower()
    if mime.endswith("+json"):
        mime = "application/json"
    return _highlight(text, lambda lexers: lexers.get_lexer_for_mimetype(mime, stripnl=False))


def _highlight(text: str, find_lexer: Callable[[ModuleType], Any]) -> Markup:
    from pygments import formatters, highlight, lexers, util  # noqa: PLC0415 - 60 ms, which most starts and pages never need

    try:
        lexer = find_lexer(lexers)
    except util.ClassNotFound:
        return escape(text)
    return Markup(highlight(text, lexer, formatters.HtmlFormatter(nowrap=True)))  # noqa: S704 - Pygments escapes the text
