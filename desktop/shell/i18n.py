"""Translations of the command line and of the window's menus and dialogs, by gettext."""

import gettext
import locale
import os
import re
import sys
from functools import cache
from pathlib import Path

SOURCE = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}([_-][A-Za-z]{2,4})?")  # it becomes part of a path


class _State:
    """The folder of the catalogues and the chosen language of this process."""

    catalogues: Path | None = None
    language: str | None = None


def configure(catalogues: Path | None) -> None:
    """Take translations from this folder of gettext catalogues (`LANGUAGE/LC_MESSAGES/messages.mo`)."""
    _State.catalogues = catalogues
    _catalogue.cache_clear()


def _languages() -> list[str] | None:
    """Return the languages to try; None lets gettext read LANGUAGE, LC_ALL, LC_MESSAGES and LANG.

    Windows has none of these variables.
    """
    if _State.language:
        return [_State.language]
    if sys.platform == "win32" and not any(os.environ.get(name) for name in ("LANGUAGE", "LC_ALL", "LANG")):
        return [name for name in (locale.getlocale()[0],) if name]
    return None


@cache
def _catalogue() -> gettext.NullTranslations:
    if _State.catalogues is None:
        return gettext.NullTranslations()
    return gettext.translation("messages", _State.catalogues, languages=_languages(), fallback=True)


def set_language(language: str | None) -> None:
    """Use `language` in this process from now on; None for the system's."""
    _State.language = language
    _catalogue.cache_clear()


def follow(language_code: str) -> bool:
    """Use the language of a page from now on; return whether that is another one than before."""
    if _LANGUAGE.fullmatch(language_code) is None or language_code == language():
        return False
    set_language(language_code)
    return True


def language() -> str:
    """Return the code of the language in use, as the catalogue names it."""
    return _catalogue().info().get("language") or SOURCE


def _(text: str) -> str:
    """Return the text in the user's language, or unchanged where there is no translation."""
    return _catalogue().gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form that fits `count`, in the user's language."""
    return _catalogue().ngettext(one, many, count)
