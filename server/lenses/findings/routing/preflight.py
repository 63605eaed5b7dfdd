"""The preflight of a request from another origin was redirected or refused."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange


def _find(exchange: Exchange) -> Iterator[Finding]:
    request, response = exchange.request, exchange.response
    names = {name.lower() for name, _value in request.headers}
    if response is None or request.method != "OPTIONS" or "origin" not in names:
        return
    event = exchange.first("response")
    # The Fetch standard, CORS-preflight fetch: the status must be from 200 to 299.
    if "access-control-request-method" not in names or response.status in range(200, 300):
        return
    events = () if event is None else (event,)
    location = response.header("Location")
    if location is not None and response.status in range(300, 400):
        yield found(
            "preflight-redirected",
            Severity.CAUSE,
            events,
            compose(
                _("The browser refuses the request: its preflight was answered with a redirect to %(url)s."),
                url=location,
            ),
            compose(
                _("Let the other site request %(url)s, with or without the slash as in the rule."),
                url=location,
            ),
            lab="cors",
        )
        return
    yield found(
        "preflight-refused",
        Severity.CAUSE,
        events,
        compose(
            _("The browser refuses the request: its preflight was answered with %(status)d."),
            status=response.status,
        ),
        compose(_("Let %(method)s through: it carries neither a login nor a CSRF token."), method="OPTIONS"),
        lab="cors",
    )


RULE: Final = Rule(codes=("preflight-redirected", "preflight-refused"), find=_find)
