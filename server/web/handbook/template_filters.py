"""Format texts, verdicts and versions of the handbook for pages."""

import re
from pathlib import PurePosixPath
from typing import Final

from flask import Blueprint
from flask_babel import gettext as _
from markupsafe import Markup, escape

from server.handbook.catalogue.chapter_index import place
from server.handbook.pages.urls import LAB_URL
from server.learning.version_results import range_words
from server.model.claim import Outcome
from server.model.lab import Lab
from server.model.versions import Versions
from server.web.base.context import services
from server.web.handbook.prediction_words import prediction_sentence

_CODE: Final = re.compile(r"`([^`]+)`")
_LAB_LINK: Final = re.compile(rf'<a href="{LAB_URL}(?P<slug>[a-z0-9-]+)[^>]*>.*?</a>', re.DOTALL)
_LANGUAGES: Final = {".py": "python", ".html": "html", ".htm": "html"}


def register(blueprint: Blueprint) -> None:
    """Add the filters and functions of this module to the templates."""
    blueprint.add_app_template_filter(inline)
    blueprint.add_app_template_filter(code_language)
    blueprint.add_app_template_filter(names_later)
    blueprint.add_app_template_global(seen_on)
    blueprint.add_app_template_global(outcome_words)
    blueprint.add_app_template_global(prediction_sentence)
    blueprint.add_app_template_global(range_words)
    blueprint.add_app_template_global(versions_phrase)


def inline(text: str) -> Markup:
    """Return text with `code` marked up; the rest is escaped, as a reason may quote what a guest sent."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped right here


def code_language(file: str) -> str:
    """Return the editor's name for the language of a file: `python`, `html` or `text`."""
    return _LANGUAGES.get(PurePosixPath(file).suffix, "text")


def names_later(prose: Markup, lab: Lab) -> Markup:
    """Return the prose of a lab's page, with a note at each link to a lab that comes later."""

    def named(link: re.Match[str]) -> str:
        other = services().catalogue.lab(link["slug"])
        if other is None or place(other) <= place(lab):
            return link[0]
        words = escape(_("%(number)s, later", number=other.number))
        return f'{link[0]} <span class="lab-later">({words})</span>'

    return Markup(_LAB_LINK.sub(named, prose))  # noqa: S704 - it was clean, and what is added is escaped


def versions_phrase(versions: Versions) -> str:
    """Return versions as one phrase, as in `Flask 3.1.3, Werkzeug 3.1.9, Python 3.12.1`."""
    return versions.phrase("flask", "werkzeug", "python")


def seen_on(versions: Versions) -> str:
    """Return the sentence that says on which versions a verdict was reached."""
    parts = versions_phrase(versions)
    if not parts:
        return str(_("The lab did not start"))
    return str(_("Seen on %(versions)s", versions=parts))


def outcome_words(outcome: Outcome) -> str:
    """Return the word for an outcome in running text."""
    words = {Outcome.HOLDS: _("holds"), Outcome.FAILS: _("fails"), Outcome.UNDECIDED: _("undecided")}
    return str(words[outcome])
