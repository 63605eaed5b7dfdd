"""Translation with types; outside of a request the English source text is used, as on a terminal."""

import flask_babel


def gettext(text: str) -> str:
    """The text in the user's language."""
    return str(flask_babel.gettext(text))


def ngettext(one: str, many: str, number: int, **facts: str) -> str:
    """The form of the text that fits the number, filled with `%(num)d` and the facts."""
    return str(flask_babel.ngettext(one, many, number, **facts))


def number(value: float, digits: int = 0) -> str:
    """A number with so many decimals, in groups of thousands, as the user's language writes it."""
    if flask_babel.get_locale() is None:
        return f"{value:,.{digits}f}"
    return str(flask_babel.format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else "")))


class Lazy:
    """A text that is translated when it is read, for what is said once at import."""

    def __init__(self, text: str) -> None:
        """Keep the English source text."""
        self._text = text

    def __str__(self) -> str:
        """The text in the language of whoever reads it now."""
        return gettext(self._text)


def lazy_gettext(text: str) -> Lazy:
    """The text, translated when it is read."""
    return Lazy(text)
