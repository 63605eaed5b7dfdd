"""No rule matches the path, and another rule nearly does."""

import difflib
from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.flask_facts import flask_facts
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import Sentence, compose
from server.model.exchange import Exchange

_ALIKE: Final = 0.75
_NOT_FOUND: Final = 404


def _find(exchange: Exchange) -> Iterator[Finding]:
    if exchange.response is None or exchange.response.status != _NOT_FOUND:
        return
    routing = flask_facts(exchange).routing
    if routing is None or routing.text("error") != "NotFound" or routing.part("by") is not None:
        return
    event = next(event for event, _body in readings(exchange, "routing"))
    code, says, remedy = _nearest(exchange.request.path, routing)
    if says is not None and remedy is not None:
        yield found(code, Severity.CAUSE, (event,), says, remedy, lab="url-rules")


def _nearest(path: str, routing: EventReader) -> tuple[str, Sentence | None, Sentence | None]:
    tried = routing.parts("tried")
    for rule in tried:
        if rule.text("outcome") == "slash":
            says = _("No rule matches %(path)s: the rule %(rule)s has no slash at its end.")
            remedy = _("Request it without the slash, or write the rule as %(code)s, which answers to both.")
            return (
                "not-found-slash",
                compose(says, path=path, rule=rule.text("rule")),
                compose(remedy, code=f"{rule.text('rule')}/"),
            )
    names = [rule.text("rule") for rule in tried if "<" not in rule.text("rule")]
    same = next((name for name in names if name.lower() == path.lower()), None)
    if same is not None:
        says = _("No rule matches %(path)s: the rule is %(rule)s, and paths distinguish capital letters.")
        return (
            "not-found-case",
            compose(says, path=path, rule=same),
            compose(_("Request %(rule)s."), rule=same),
        )
    for name in difflib.get_close_matches(path, names, 1, _ALIKE):
        says = _("No rule matches %(path)s. The most similar rule is %(rule)s.")
        remedy = _("Correct the URL, or the rule. In templates, %(code)s builds URLs that exist.")
        return "not-found-near", compose(says, path=path, rule=name), compose(remedy, code="url_for()")
    return "", None, None


RULE: Final = Rule(codes=("not-found-slash", "not-found-case", "not-found-near"), find=_find)
