"""Language: the one chosen, or what the browser asks for."""

from typing import Final

from flask import Flask, has_request_context, request
from flask_babel import Babel

from server import preferences
from server.resources import Resources
from server.web.base.context import settings

SPOKEN: Final = ("en", "sv")


def install(app: Flask, resources: Resources) -> None:
    """Give templates `_` and choose a language for each request."""
    Babel(
        app,
        default_translation_directories=str(resources.translations),
        default_domain="messages",
        locale_selector=chosen,
    )
    app.jinja_env.globals["language"] = chosen


def chosen() -> str:
    """The code of the language of this answer."""
    if not has_request_context():
        return SPOKEN[0]
    wanted = preferences.language(settings())
    if wanted in SPOKEN:
        return wanted
    return request.accept_languages.best_match(SPOKEN) or SPOKEN[0]
