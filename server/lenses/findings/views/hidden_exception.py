"""An error handler answered an unexpected exception as if nothing had happened."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.flask_facts import flask_facts
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_ERRORS: Final = 400


def _find(exchange: Exchange) -> Iterator[Finding]:
    if exchange.response is None or exchange.response.status >= _ERRORS:
        return
    facts = flask_facts(exchange)
    handlers = [
        (event, hook)
        for event, hook in facts.hooks
        if hook.text("phase") == "errorhandler" and hook.flag("answered")
    ]
    for event, error in facts.errors:
        if not handlers or not error.maybe_flag("handled") or error.maybe_whole("http") is not None:
            continue
        answer, handler = handlers[-1]
        says = _("%(error)s was raised, and the error handler %(name)s answered it with %(status)d.")
        remedy = _("Return the status as well: %(code)s.")
        yield found(
            "exception-hidden",
            Severity.RISK,
            (event, answer),
            compose(
                says, error=error.text("type"), name=handler.text("name"), status=exchange.response.status
            ),
            compose(remedy, code="return …, 500"),
            at=(handler.text("file"), handler.whole("line")),
            lab="errors",
        )


RULE: Final = Rule(codes=("exception-hidden",), find=_find)
