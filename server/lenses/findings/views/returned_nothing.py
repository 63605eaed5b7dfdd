"""A view or a hook returned None where Flask needs a response."""

from collections.abc import Iterator
from typing import Final

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule
from server.lenses.kit.flask_facts import FlaskFacts, flask_facts
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.model.exchange import Exchange

_REFUSED: Final = "did not return a valid response"
_AFTER: Final = ("after_request", "after_this_request")


def _find(exchange: Exchange) -> Iterator[Finding]:
    facts = flask_facts(exchange)
    yield from _views(facts)
    for event, hook in facts.hooks:
        nothing = hook.value("returned") is None and not hook.text("raised")
        if hook.text("phase") not in _AFTER or not hook.flag("replaced") or not nothing:
            continue
        says = _("The function %(name)s of %(phase)s returned None instead of a response.")
        remedy = _("End it with %(code)s.")
        yield found(
            "after-request-returned-nothing",
            Severity.CAUSE,
            (event,),
            compose(says, name=hook.text("name"), phase=hook.text("phase")),
            compose(remedy, code="return response"),
            at=(hook.text("file"), hook.whole("line")),
            lab="hooks",
        )


def _views(facts: FlaskFacts) -> Iterator[Finding]:
    failed = any(error.text("where") == "make_response" for _event, error in facts.errors)
    for event, view in facts.views:
        returned = view.value("returned")
        if not failed or returned is None:
            continue
        place = view.text("file"), view.whole("line")
        if returned.type == "NoneType":
            yield found(
                "view-returned-nothing",
                Severity.CAUSE,
                (event,),
                compose(_("The view %(name)s returned None."), name=view.text("name")),
                compose(_("Give every way through the function a %(code)s with a response."), code="return"),
                at=place,
                lab="responses",
            )
        elif any(_REFUSED in error.text("message") for _event, error in facts.errors):
            says = _(
                "The view %(name)s returned an object of type %(type)s, of which Flask makes no response."
            )
            yield found(
                "view-returned-no-response",
                Severity.CAUSE,
                (event,),
                compose(says, name=view.text("name"), type=returned.type),
                compose(
                    _("Return a text, a dict, a list, a response, or a tuple of one of them and a status.")
                ),
                at=place,
                lab="responses",
            )


RULE: Final = Rule(
    codes=("after-request-returned-nothing", "view-returned-nothing", "view-returned-no-response"), find=_find
)
