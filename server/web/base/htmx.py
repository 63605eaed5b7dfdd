"""Answer requests of htmx, the script by which our pages replace parts of themselves."""

from http import HTTPStatus

from flask import request
from flask.typing import ResponseReturnValue


def is_htmx_request() -> bool:
    """Return whether the request asks for a part of a page, not for a whole one."""
    return bool(request.headers.get("HX-Request"))


def nothing() -> ResponseReturnValue:
    """Return an empty answer, which leaves the page as it is."""
    return "", HTTPStatus.NO_CONTENT


def go_to(url: str) -> ResponseReturnValue:
    """Return an answer that makes the browser load the page at `url`."""
    return "", HTTPStatus.NO_CONTENT, {"HX-Redirect": url}


def reload_page() -> ResponseReturnValue:
    """Return an answer that makes the browser load the current page again."""
    return "", HTTPStatus.NO_CONTENT, {"HX-Refresh": "true"}
