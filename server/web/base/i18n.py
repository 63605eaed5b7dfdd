"""Choose the language of each answer, and give templates its sentences."""

from flask import Flask, has_request_context, request
from flask_babel import Babel

from server import preferences
from server.resources import Resources
from server.startup_choices import LANGUAGES
from server.web.base.context import settings

_LANGUAGES = tuple(LANGUAGES)


def register(app: Flask, resources: Resources) -> None:
    """Give templates `_` and `language()`, in the language of the request."""
    Babel(
        app,
        default_translation_directories=str(resources.translations),
        default_domain="messages",
        locale_selector=language,
    )
    app.jinja_env.globals["language"] = language


def language() -> str:
    """Return the language code of this response, by the setting or, if that is `auto`, by the browser."""
    if not has_request_context():
        return _LANGUAGES[0]
    chosen = preferences.language(settings())
    if chosen in _LANGUAGES:
        return chosen
    return request.accept_languages.best_match(_LANGUAGES) or _LANGUAGES[0]
