"""How the handbook's own words read on a page."""

import re
from pathlib import PurePosixPath
from typing import Final

from flask import Blueprint
from flask_babel import gettext as _
from markupsafe import Markup, escape

from server.model.guest import Versions

_CODE: Final = re.compile(r"`([^`]+)`")
_LANGUAGES: Final = {".py": "python", ".html": "html", ".htm": "html"}


def install(blueprint: Blueprint) -> None:
    """Give the templates these filters and functions."""
    blueprint.add_app_template_filter(inline)
    blueprint.add_app_template_filter(code_language)
    blueprint.add_app_template_global(seen_on)


def inline(text: str) -> Markup:
    """Text with `code` between backticks; nothing else is markup, since a reason quotes what a guest sent."""
    return Markup(_CODE.sub(r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped right here


def code_language(file: str) -> str:
    """The editor's name for the language of a file: `python`, `html` or `text`."""
    return _LANGUAGES.get(PurePosixPath(file).suffix, "text")


def seen_on(versions: Versions) -> str:
    """The versions that a verdict was seen on, as one phrase."""
    parts = [
        f"{name} {version}"
        for name, version in (
            ("Flask", versions.flask),
            ("Werkzeug", versions.werkzeug),
            ("Python", versions.python),
        )
        if version
    ]
    if not parts:
        return str(_("The lab did not start"))
    return str(_("Seen on %(versions)s", versions=", ".join(parts)))
