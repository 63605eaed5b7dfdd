"""What every page needs to know of itself: theme, tokens, the built bundle, the navigation."""

from typing import Any

from flask import Flask, Response, request

from server import preferences
from server.model.lab import Lab
from server.web.base.context import resources, services, settings
from server.web.commands import COMMANDS
from server.web.security.guard import NONCE
from server.web.security.keys import Keys


def register(app: Flask, keys: Keys) -> None:
    """Give each template the values of base.html, and each static file its caching."""

    @app.context_processor
    def of_every_page() -> dict[str, Any]:
        # Whoever asks for a static file that is not there gets a page too, and needs no session for it.
        ours = keys.session_matches(request.headers.get("Cookie", ""))
        return {
            "theme": preferences.theme(settings()),
            "nonce": request.environ.get(NONCE, ""),
            "header_token": keys.token if ours else "",
            "built": resources().built,
            "has_shell": services().window_api is not None,
            "commands": COMMANDS,
            "labs": _labs,
        }

    @app.after_request
    def cache(response: Response) -> Response:
        if request.endpoint == "static":
            response.cache_control.no_cache = True  # asks again each time, and is answered 304
        else:
            response.cache_control.no_store = True
            response.cache_control.no_cache = None
        return response


def _labs() -> list[Lab]:
    return [lab for chapter in services().catalogue.chapters for lab in chapter.labs]
