"""Typed translation functions; outside of a request they return the English source text."""

import flask_babel


def gettext(text: str) -> str:
    """Return the text in the user's language."""
    return str(flask_babel.gettext(text))


def ngettext(one: str, many: str, number: int, **facts: str) -> str:
    """Return the plural form that fits the number, filled with `%(num)d` and the facts."""
    return str(flask_babel.ngettext(one, many, number, **facts))


def number(value: float, digits: int = 0) -> str:
    """Return a number with `digits` decimals and grouped thousands, as the user's language writes it."""
    if flask_babel.get_locale() is None:
        return f"{value:,.{digits}f}"
    return str(flask_babel.format_decimal(value, format="#,##0" + ("." + "0" * digits if digits else "")))


class Lazy:
    """A text in a constant, translated each time it is used."""

    def __init__(self, text: str) -> None:
        """Keep the English source text."""
        self._text = text

    def __str__(self) -> str:
        """Return the text in the language of the current request."""
        return gettext(self._text)


def lazy_gettext(text: str) -> Lazy:
    """Return the text as one that is translated when it is used."""
    return Lazy(text)
