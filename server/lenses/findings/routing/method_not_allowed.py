"""A rule has the path, but does not take the method."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.flask_facts import flask_facts
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_METHOD_NOT_ALLOWED: Final = 405


def _find(exchange: Exchange) -> Iterator[Finding]:
    if exchange.response is None or exchange.response.status != _METHOD_NOT_ALLOWED:
        return
    routing = flask_facts(exchange).routing
    if routing is None or routing.text("error") != "MethodNotAllowed":
        return
    rule = next((rule for rule in routing.parts("tried") if rule.text("outcome") == "method"), None)
    if rule is None:
        return
    method = exchange.request.method
    taken = sorted({*rule.texts("methods")} - {"HEAD", "OPTIONS"})
    says = _("The rule %(rule)s does not take %(method)s; it takes %(allowed)s.")
    remedy = _("Name the method at the route of the endpoint %(endpoint)s: %(code)s.")
    yield found(
        "method-not-allowed",
        Severity.CAUSE,
        tuple(event for event, _body in readings(exchange, "routing"))[:1],
        compose(says, rule=rule.text("rule"), method=method, allowed=", ".join(taken) or "OPTIONS"),
        compose(remedy, endpoint=rule.text("endpoint"), code=f"methods={[*taken, method]!r}"),
        lab="http-methods",
    )


RULE: Final = Rule(codes=("method-not-allowed",), find=_find)
