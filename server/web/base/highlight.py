"""Text in colour, by its content type; Pygments is loaded when the first text is shown."""

from typing import Final

from markupsafe import Markup, escape

_MOST: Final = 200_000


def highlighted(text: str, content_type: str) -> Markup:
    """`text` as safe HTML; what is long or of no known type stays plain."""
    from pygments import highlight  # noqa: PLC0415 - a third of the time to start, for one tab
    from pygments.formatters.html import HtmlFormatter  # noqa: PLC0415 - as above
    from pygments.lexers import get_lexer_for_mimetype  # noqa: PLC0415 - as above
    from pygments.util import ClassNotFound  # noqa: PLC0415 - as above

    kind = content_type.partition(";")[0].strip().lower()
    if len(text) > _MOST:
        return escape(text)
    try:
        lexer = get_lexer_for_mimetype("application/json" if kind.endswith("+json") else kind, stripnl=False)
    except ClassNotFound:
        return escape(text)
    return Markup(highlight(text, lexer, HtmlFormatter(nowrap=True)))  # noqa: S704 - Pygments escapes what it is given
