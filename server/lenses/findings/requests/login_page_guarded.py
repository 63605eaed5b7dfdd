"""The page to log in at requires a login itself."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange


def _find(exchange: Exchange) -> Iterator[Finding]:
    location = exchange.response.header("Location") if exchange.response is not None else None
    if location is None or exchange.request.method not in ("GET", "HEAD"):
        return
    if urlsplit(urljoin(exchange.request.url, location)).path != exchange.request.path:
        return
    refused = next(
        (event for event, body in readings(exchange, "login") if body.text("act") == "unauthorized"), None
    )
    view = next((body for _event, body in readings(exchange, "view")), None)
    if refused is None:
        return
    yield found(
        "login-page-guarded",
        Severity.CAUSE,
        (refused,),
        compose(
            _("The login page %(path)s requires a login, so it redirects to itself."),
            path=exchange.request.path,
        ),
        compose(_("Take %(decorator)s off its view."), decorator="@login_required"),
        at=None if view is None else (view.text("file"), view.whole("line")),
        lab="login",
    )


RULE: Final = Rule(codes=("login-page-guarded",), find=_find)
