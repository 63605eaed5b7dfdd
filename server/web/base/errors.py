"""Show errors as pages with a cause and a remedy; a traceback goes to the log and never to a page."""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING, Final, TypeVar

from flask import Flask, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException, NotFound

from server.model.file_problem import file_problem, is_of_file
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.base.context import services
from server.web.base.htmx import is_htmx_request
from server.web.security.guard import Explain, Refusal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment
    from flask.typing import ResponseReturnValue

LINK: Final = "fumehood link"
log = logging.getLogger("fumehood.web")

_Error = TypeVar("_Error", bound=Exception)


class NotFoundError(NotFound):
    """The address names something that does not exist; `leads_to` is the page that lists what does."""

    def __init__(self, problem: Problem, leads_to: str) -> None:
        super().__init__(problem.cause)
        self.problem = problem
        self.leads_to = leads_to


def register(app: Flask) -> None:
    """Show every error of a route as a page."""
    app.register_error_handler(HTTPException, _while_open(_show_http_error))
    app.register_error_handler(OSError, _while_open(_show_file_error))
    app.register_error_handler(Exception, _while_open(_show_internal_error))


def respond(
    problem: Problem, status: int = HTTPStatus.UNPROCESSABLE_ENTITY, *, leads_to: str = "/"
) -> "ResponseReturnValue":
    """Return a problem as a part of the page for htmx, otherwise as a page with a link to `leads_to`."""
    template = "errors/_problem.html" if is_htmx_request() else "errors/problem.html"
    return render_template(template, problem=problem, leads_to=leads_to), status


def refusal_page(app: Flask) -> Explain:
    """Return the function that renders the page of a refusal for the guard."""

    def explain(environ: "WSGIEnvironment", refusal: Refusal) -> str:
        with app.request_context(environ):
            return render_template(
                "errors/access_refused.html", refusal=refusal, problem=_refusal_problem(refusal)
            )

    return explain


def _while_open(show: "Callable[[_Error], ResponseReturnValue]") -> "Callable[[_Error], ResponseReturnValue]":
    """Return a handler of errors that shows nothing once the store is closed, which every page needs."""

    def handle(error: _Error) -> "ResponseReturnValue":
        if not services().store.is_closed:
            return show(error)
        log.info("%s %s was cut short by the end of Fumehood", request.method, request.path)
        return "", HTTPStatus.SERVICE_UNAVAILABLE

    return handle


def _show_http_error(error: HTTPException) -> "ResponseReturnValue":
    if error.response is not None or error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error
    if isinstance(error, NotFoundError):
        return respond(error.problem, HTTPStatus.NOT_FOUND, leads_to=error.leads_to)
    return respond(_http_problem(error), error.code)


def _show_file_error(error: OSError) -> "ResponseReturnValue":
    if not is_of_file(error):
        return _show_internal_error(error)
    log.warning("%s %s: %s", request.method, request.path, error)
    return respond(file_problem(error), HTTPStatus.SERVICE_UNAVAILABLE)


def _show_internal_error(error: Exception) -> "ResponseReturnValue":
    log.exception("%s %s failed", request.method, request.path, exc_info=error)
    problem = Problem(
        code=ProblemCode.INTERNAL,
        cause=_("An error in Fumehood kept this page from being shown."),
        remedy=_(
            "The report of the problem, which can be copied, has the details."
            " You can continue on another page."
        ),
        detail=type(error).__name__,
    )
    return respond(problem, HTTPStatus.INTERNAL_SERVER_ERROR, leads_to=url_for("diagnostics.report"))


def _http_problem(error: HTTPException) -> Problem:
    match error.code:
        case HTTPStatus.NOT_FOUND:
            cause = _("There is nothing at this address.")
            remedy = _(
                "It may have been removed from the history, or its app was closed. Continue from Home."
            )
        case HTTPStatus.METHOD_NOT_ALLOWED:
            cause = _("This address does not accept %(method)s requests.", method=request.method)
            remedy = _("Use the buttons of the page that leads here.")
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            cause = _("The request was larger than Fumehood accepts (32 MB).")
            remedy = _("Send a smaller file.")
        case _:
            cause = error.description or error.name
            remedy = _("Go back and try again.")
    return Problem(code=ProblemCode.HTTP, cause=str(cause), remedy=remedy)


def _refusal_problem(refusal: Refusal) -> Problem:
    match refusal.code:
        case "session":
            cause = _("This browser was not opened by a launch link.")
            remedy = _("Run %(command)s in a terminal and open its link.", command=LINK)
        case "launch":
            cause = _("This launch link has been used already, or it has expired.")
            remedy = _("Run %(command)s in a terminal and open its link.", command=LINK)
        case "token":
            cause = _("This browser does not have the key that changes need, or has that of an earlier run.")
            remedy = _("Run %(command)s in a terminal and open its link.", command=LINK)
        case "host" | "origin" | "site":
            cause = _("The request came from another site, or used another name than this machine's own.")
            remedy = _("Open Fumehood in its window, or with the link of %(command)s.", command=LINK)
        case "size":
            cause = _("The request was larger than Fumehood accepts (32 MB).")
            remedy = _("Send a smaller file.")
        case _:
            cause = _("Fumehood's pages do not send such requests.")
            remedy = _("Use the buttons of its pages.")
    return Problem(code=ProblemCode(refusal.code), cause=cause, remedy=remedy)
