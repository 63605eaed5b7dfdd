"""Give every template the values of `base.html`, and every response its caching."""

from typing import Any

from flask import Flask, Response, request

from server import preferences
from server.layout import layout_json
from server.model.lab import Lab
from server.web.base import store_notice
from server.web.base.context import resources, services, settings
from server.web.commands import COMMANDS
from server.web.security.guard import NONCE


def register(app: Flask) -> None:
    """Add the values of `base.html` to each template, and a Cache-Control header to each response."""

    @app.context_processor
    def base_values() -> dict[str, Any]:
        return {
            "theme": preferences.theme(settings()),
            "layout": layout_json(settings()),
            "nonce": request.environ.get(NONCE, ""),
            "built": resources().built,
            "has_shell": services().window_api is not None,
            "commands": COMMANDS,
            "labs": _labs,
            "store_notice": store_notice.current,
        }

    @app.after_request
    def set_caching(response: Response) -> Response:
        if request.endpoint == "static":
            response.cache_control.no_cache = True  # the browser asks each time, and gets a 304
        else:
            response.cache_control.no_store = True
            response.cache_control.no_cache = None
        return response


def _labs() -> list[Lab]:
    return [lab for chapter in services().catalogue.chapters for lab in chapter.labs]
