"""The command line's words in the user's language, from the same catalogue as the pages."""

import gettext
import locale
import os
import sys
from functools import cache
from pathlib import Path

import server

SOURCE = "en"
CATALOGUES = Path(server.__file__).parent / "translations"


_chosen: list[str] = []


def _languages() -> list[str] | None:
    """None lets gettext read LANGUAGE, LC_ALL, LC_MESSAGES and LANG; Windows has none of these."""
    if _chosen:
        return list(_chosen)
    if sys.platform == "win32" and not any(os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LANG")):
        return [name for name in (locale.getlocale()[0],) if name]
    return None


@cache
def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("messages", CATALOGUES, languages=_languages(), fallback=True)


def speak(language: str | None) -> None:
    """From now on say everything in `language`, in this process alone; None for the system's."""
    _chosen[:] = [language] if language else []
    _catalogue.cache_clear()


def language() -> str:
    """The code of the language that is spoken, as the catalogue names it."""
    return _catalogue().info().get("language") or SOURCE


def _(text: str) -> str:
    """The text in the user's language, or as it is where there is no translation."""
    return _catalogue().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The text that fits the count, in the user's language."""
    return _catalogue().ngettext(one, many, count)
