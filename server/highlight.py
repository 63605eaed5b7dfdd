"""Turn code of the handbook into safe HTML with a span around each token, by Pygments.

What a guest sent is coloured elsewhere, in a process of its own: Pygments can be slow for hostile text.
"""

from markupsafe import Markup, escape


def highlight_code(code: str, language: str) -> Markup:
    """Return `code` as HTML; `language` is a Pygments alias such as `python`, unknown ones are plain text."""
    from pygments import formatters, highlight, lexers, util  # noqa: PLC0415 - 60 ms, which most starts and pages never need

    try:
        lexer = lexers.get_lexer_by_name(language, stripnl=False)
    except util.ClassNotFound:
        return escape(code)
    return Markup(highlight(code, lexer, formatters.HtmlFormatter(nowrap=True)))  # noqa: S704 - Pygments escapes the text
