"""Says why the view did not run, where the events prove that it did not."""

from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.flask_facts import FlaskFacts
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import Sentence, compose, plain
from server.model.exchange import Exchange, ExchangeState

BEFORE = ("url_value_preprocessor", "before_request")
_DISPATCHING = ("full_dispatch_request", "preprocess_request", "dispatch_request")


def skipped_view(exchange: Exchange, facts: FlaskFacts) -> Sentence | None:
    """Return why the view never ran; None if it ran, or if that is not certain."""
    if facts.views or facts.routing is None or facts.replacement(*_DISPATCHING):
        return None
    for _event, hook in facts.hooks:
        if hook.text("phase") not in BEFORE:
            continue
        if hook.flag("answered"):
            return compose(_("The view never ran: the hook %(name)s answered first."), name=hook.text("name"))
        if hook.text("raised"):
            wording = _("The view never ran: the hook %(name)s raised %(raised)s.")
            return compose(wording, name=hook.text("name"), raised=hook.text("raised"))
    return _unmatched(exchange, facts, facts.routing)


def _unmatched(exchange: Exchange, facts: FlaskFacts, routing: EventReader) -> Sentence | None:
    by = routing.part("by")
    if by is not None:
        wording = _("The view never ran: %(name)s raised %(error)s while the URL was matched.")
        return compose(wording, name=by.text("name"), error=routing.text("error"))
    match routing.text("error"):
        case "RequestRedirect":
            wording = _("The view never ran: the URL map redirects to %(url)s.")
            return compose(wording, url=routing.text("redirect"))
        case "MethodNotAllowed":
            wording = _("The view never ran: no rule of this path allows %(method)s.")
            return compose(wording, method=exchange.request.method)
        case "NotFound":
            return plain(_("The view never ran: no rule of the URL map matched."))
        case "":
            return _undispatched(exchange, facts)
        case other:
            return compose(_("The view never ran: matching the URL ended with %(error)s."), error=other)


def _undispatched(exchange: Exchange, facts: FlaskFacts) -> Sentence | None:
    if facts.did_run("make_default_options_response") or (
        facts.ran is None and exchange.request.method == "OPTIONS"
    ):
        return plain(
            _("The view never ran: Flask answers OPTIONS itself, from the methods that the rules allow.")
        )
    if facts.did_run("dispatch_request") or not facts.complete:
        return None
    # Where the process died, its last events may have died with it.
    return plain(_("The view never ran.")) if exchange.state is ExchangeState.DONE else None
