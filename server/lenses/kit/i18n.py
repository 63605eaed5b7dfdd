"""Typed translation functions; outside of a request they return the English source text."""

from decimal import Decimal
from functools import cache

from server import i18n
from server.i18n import Lazy, lazy_gettext

__all__ = ("Lazy", "gettext", "lazy_gettext", "ngettext", "number")


def gettext(text: str) -> str:
    """Return the text in the user's language."""
    return i18n.gettext(text)


def ngettext(one: str, many: str, number: int, **facts: str) -> str:
    """Return the plural form that fits the number, filled with `%(num)d` and the facts."""
    return i18n.ngettext(one, many, number, **facts)


def number(value: float, digits: int = 0) -> str:
    """Return a number with `digits` decimals and grouped thousands, as the user's language writes it."""
    # Babel's own formatting takes fifty times as long, and a page may hold thousands of numbers.
    written = f"{Decimal(str(value)):,.{digits}f}"
    locale = i18n.locale()
    return written if locale is None else written.translate(_signs(locale))


@cache
def _signs(locale: str) -> dict[int, str]:
    """Return what a language writes for the signs of an English number."""
    from babel import numbers  # noqa: PLC0415 - English on the command line need not wait for it

    return str.maketrans(
        {
            ",": numbers.get_group_symbol(locale),
            ".": numbers.get_decimal_symbol(locale),
            "-": numbers.get_minus_sign_symbol(locale),
        }
    )
