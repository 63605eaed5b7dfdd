"""Decides what produced the response, as far as the events prove it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from server.lenses.kit.blocks import Tone
from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.flask_facts import FlaskFacts, flask_facts
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import Sentence, compose, plain
from server.lenses.kit.skipped_view import BEFORE, skipped_view
from server.model.exchange import Exchange, ExchangeState


class AnsweredBy(StrEnum):
    """The kind of code that produced the response."""

    VIEW = "view"
    HOOK = "hook"
    HANDLER = "handler"
    AFTER = "after"
    ROUTING = "routing"
    FLASK = "flask"
    APP = "app"
    SERVER = "server"
    NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answerer:
    """What answered; `skipped` says why the view did not run, None if it ran or that cannot be known."""

    by: AnsweredBy
    name: str
    sentence: Sentence
    skipped: Sentence | None = None
    tone: Tone = Tone.GOOD


_SERVER_ERROR = 500
_AFTER = ("after_request", "after_this_request")


def find_answerer(exchange: Exchange) -> Answerer:
    """Return what answered an exchange, judging by its events; never raises UnreadableError."""
    try:
        return _decide(exchange)
    except UnreadableError:
        return _of(AnsweredBy.NOBODY, plain(_("What answered could not be determined.")), Tone.WARNING)


def _of(
    by: AnsweredBy,
    sentence: Sentence,
    tone: Tone = Tone.WARNING,
    *,
    name: str = "",
    skipped: Sentence | None = None,
) -> Answerer:
    return Answerer(by=by, name=name, sentence=sentence, skipped=skipped, tone=tone)


def _decide(exchange: Exchange) -> Answerer:
    facts = flask_facts(exchange)
    skipped = skipped_view(exchange, facts)
    upgraded = _by_websocket(exchange, facts)
    if upgraded is not None:
        return upgraded
    found = _by_server(exchange, facts)
    if found is not None:
        return _of(found.by, found.sentence, found.tone, skipped=skipped)
    if exchange.response is None or exchange.state is ExchangeState.LOST:
        return _unanswered(exchange, skipped)
    status = exchange.response.status
    if facts.status is not None and facts.status != status:
        wording = _(
            "Flask made a response of %(own)d, and %(status)d was sent: something around Flask changed it."
        )
        return _of(
            AnsweredBy.APP, compose(wording, own=facts.status, status=status), Tone.NOTE, skipped=skipped
        )
    answers = sorted(_answers(facts, status), key=lambda answer: answer[0])
    if answers:
        found = _with_late_failure(answers[-1][1], facts)
        return _of(found.by, found.sentence, found.tone, name=found.name, skipped=skipped)
    return _by_nothing_known(exchange, facts, skipped)


def _by_server(exchange: Exchange, facts: FlaskFacts) -> Answerer | None:
    """Return the answer of the server to an exception that left the app; None if the app answered."""
    for _event, body in readings(exchange, "wsgi"):
        if body.text("withdrawn"):
            wording = _(
                "The server answered: the app announced %(status)s, then raised before its first byte."
            )
            return _of(AnsweredBy.SERVER, compose(wording, status=body.text("withdrawn")))
    propagated = [error for _event, error in facts.errors if error.flag("propagated")]
    if propagated and exchange.first("response") is None:
        wording = _("The app raised %(type)s and did not answer: the exception reached the server.")
        sentence = compose(wording, type=propagated[-1].text("type"))
        return _of(AnsweredBy.SERVER, sentence, Tone.ERROR)
    return None


def _by_websocket(exchange: Exchange, facts: FlaskFacts) -> Answerer | None:
    """Return the answer that made the connection a websocket; None if there was none."""
    if not any(body.text("act") == "opened" for _event, body in readings(exchange, "websocket")):
        return None
    if exchange.state is ExchangeState.OPEN:
        sentence = plain(_("The connection is a websocket, and it is still open."))
        return _of(AnsweredBy.APP, sentence, Tone.PLAIN)
    view = next((view for _event, view in facts.views), None)
    if view is None:
        return _of(AnsweredBy.APP, plain(_("The connection became a websocket.")), Tone.GOOD)
    name, raised = view.text("name"), view.text("raised")
    if raised:
        wording = _("In the view %(name)s the connection became a websocket, then %(raised)s was raised.")
        return _of(AnsweredBy.VIEW, compose(wording, name=name, raised=raised), name=name)
    sentence = compose(_("In the view %(name)s the connection became a websocket."), name=name)
    return _of(AnsweredBy.VIEW, sentence, Tone.GOOD, name=name)


def _unanswered(exchange: Exchange, skipped: Sentence | None) -> Answerer:
    if exchange.state is ExchangeState.OPEN:
        return _of(AnsweredBy.NOBODY, plain(_("The answer is not complete yet.")), Tone.PLAIN)
    if exchange.response is not None:
        wording = _(
            "%(status)d was answered. The app's process ended before all events of it arrived, so what"
            " answered is not known."
        )
        return _of(AnsweredBy.NOBODY, compose(wording, status=exchange.response.status))
    if exchange.state is ExchangeState.LOST:
        sentence = plain(_("The app's process ended before it answered. How far it came is not known."))
        return _of(AnsweredBy.NOBODY, sentence, Tone.ERROR, skipped=skipped)
    sentence = plain(_("No answer was seen before the exchange ended."))
    return _of(AnsweredBy.NOBODY, sentence, Tone.ERROR, skipped=skipped)


def _answers(facts: FlaskFacts, status: int) -> Iterator[tuple[int, Answerer]]:
    """Yield everything that made a response, with its number; of several, the last one made the one sent."""
    for event, view in facts.views:
        if not view.text("raised"):
            sentence = compose(_("The view %(name)s answered."), name=view.text("name"))
            yield event.seq, _of(AnsweredBy.VIEW, sentence, Tone.GOOD, name=view.text("name"))
    for event, hook in facts.hooks:
        answer = _by_hook(hook)
        if answer is not None:
            yield event.seq, answer
    for event, error in facts.errors:
        answer = _by_error(facts, error, status)
        if answer is not None:
            yield event.seq, answer


def _with_late_failure(found: Answerer, facts: FlaskFacts) -> Answerer:
    """Return the answer with the exception that left the app while the response was sent, if one did."""
    for _event, error in facts.errors:
        if error.flag("propagated") and error.text("where") == "response":
            wording = _("The response may be incomplete: %(type)s was raised while it was sent.")
            return replace(found, sentence=compose(wording, type=error.text("type")), tone=Tone.ERROR)
    return found


def _by_hook(hook: EventReader) -> Answerer | None:
    phase, name = hook.text("phase"), hook.text("name")
    if phase == "errorhandler" and hook.flag("answered"):
        sentence = compose(_("The error handler %(name)s answered."), name=name)
        return _of(AnsweredBy.HANDLER, sentence, Tone.NOTE, name=name)
    if phase == "before_request" and hook.flag("answered"):
        sentence = compose(_("The hook %(name)s answered before the view."), name=name)
        return _of(AnsweredBy.HOOK, sentence, Tone.NOTE, name=name)
    if phase in _AFTER and hook.flag("replaced") and hook.value("returned") is not None:
        sentence = compose(_("The hook %(name)s put another response in the place of the first."), name=name)
        return _of(AnsweredBy.AFTER, sentence, Tone.NOTE, name=name)
    return None


def _by_error(facts: FlaskFacts, error: EventReader, status: int) -> Answerer | None:
    """Return what answered an exception; None if a handler did, or if that is not known."""
    by = error.part("by")
    if by is not None:
        wording = _("%(raised)s was raised, and %(name)s answered.")
        sentence = compose(wording, raised=error.text("type"), name=by.text("name"))
        http = error.maybe_whole("http")
        tone = Tone.NOTE if http is not None and http < _SERVER_ERROR else Tone.WARNING
        return _of(AnsweredBy.APP, sentence, tone, name=by.text("name"))
    if error.maybe_flag("handled") is not False or error.flag("propagated"):
        return None
    http = error.maybe_whole("http")
    if error.text("where") == "routing" or (http is None and status < _SERVER_ERROR):
        return None
    if http is not None and http != status:
        return None
    return _by_flask(facts, error, status)


def _by_flask(facts: FlaskFacts, error: EventReader, status: int) -> Answerer:
    """Return Flask's own answer to an exception that nothing of the app has handled."""
    raised, where, http = error.text("type"), error.text("where"), error.maybe_whole("http")
    view = next((body for _event, body in facts.views), None)
    hook = next((body for _event, body in facts.hooks if body.text("raised")), None)
    if view is not None and view.text("raised") and http is not None and where in ("view", "template"):
        wording = _("The view %(name)s ended with the HTTP exception %(type)s: %(status)d.")
        sentence = compose(wording, name=view.text("name"), type=raised, status=http)
        return _of(AnsweredBy.VIEW, sentence, Tone.NOTE, name=view.text("name"))
    if view is not None and view.text("raised"):
        wording = _("The view %(name)s raised %(raised)s, and Flask answered.")
        sentence = compose(wording, name=view.text("name"), raised=view.text("raised"))
        return _of(AnsweredBy.FLASK, sentence, name=view.text("name"))
    if hook is not None and hook.text("phase") in BEFORE and where == "hook":
        wording = _("The hook %(name)s raised %(raised)s, and Flask answered.")
        sentence = compose(wording, name=hook.text("name"), raised=hook.text("raised"))
        return _of(AnsweredBy.FLASK, sentence, name="Flask")
    if view is None:
        wording = _("%(raised)s was raised, so Flask answered %(status)d.")
        return _of(AnsweredBy.FLASK, compose(wording, raised=raised, status=status), name="Flask")
    returned = view.value("returned")
    if where == "make_response" and returned is not None and returned.type == "NoneType":
        wording = _("The view %(name)s returned %(nothing)s, so Flask answered %(status)d.")
        sentence = compose(wording, name=view.text("name"), nothing="None", status=status)
    else:
        wording = _("The view %(name)s returned, then %(raised)s was raised, so Flask answered %(status)d.")
        sentence = compose(wording, name=view.text("name"), raised=raised, status=status)
    return _of(AnsweredBy.FLASK, sentence, name=view.text("name"))


def _by_nothing_known(exchange: Exchange, facts: FlaskFacts, skipped: Sentence | None) -> Answerer:
    """Return what answered where no view, hook or exception is known to have."""
    status = exchange.response.status if exchange.response is not None else 0
    raising = next((view for _event, view in facts.views if view.text("raised")), None)
    if raising is not None:
        wording = _("The view %(name)s raised %(raised)s; what answered then is not known.")
        sentence = compose(wording, name=raising.text("name"), raised=raising.text("raised"))
        return _of(AnsweredBy.APP, sentence, name=raising.text("name"))
    if not facts.reached:
        return _around_flask(exchange, complete=facts.complete and not exchange.losses)
    replaced = facts.replacement("full_dispatch_request", "dispatch_request")
    if replaced is not None:
        wording = _(
            "%(name)s answered, in the place of Flask's %(method)s. Which view it called is not known."
        )
        sentence = compose(wording, name=replaced.name, method=replaced.method)
        return _of(AnsweredBy.APP, sentence, Tone.NOTE, name=replaced.name)
    if facts.did_run("make_default_options_response") or (
        facts.ran is None and exchange.request.method == "OPTIONS" and facts.complete
    ):
        sentence = plain(_("Flask answered OPTIONS by itself."))
        return _of(AnsweredBy.FLASK, sentence, Tone.NOTE, name="Flask", skipped=skipped)
    return _by_flask_alone(facts, status, skipped)


def _by_flask_alone(facts: FlaskFacts, status: int, skipped: Sentence | None) -> Answerer:
    """Return Flask's answer to a request for which it called nothing of the app, as far as is known."""
    answer = None if facts.routing is None else _by_routing(facts.routing, status)
    if answer is not None:
        return _of(answer.by, answer.sentence, answer.tone, name=answer.name, skipped=skipped)
    refused = next((error for _event, error in facts.errors if error.maybe_whole("http") == status), None)
    if refused is not None:
        wording = _("Flask answered with the HTTP exception %(type)s: %(status)d.")
        sentence = compose(wording, type=refused.text("type"), status=status)
        return _of(AnsweredBy.FLASK, sentence, name="Flask", skipped=skipped)
    sentence = compose(
        _("Flask answered %(status)d; which code made the response is not known."), status=status
    )
    return _of(AnsweredBy.FLASK, sentence, Tone.NOTE, name="Flask", skipped=skipped)


def _by_routing(routing: EventReader, status: int) -> Answerer | None:
    """Return the answer of a request that matched no rule; None if it matched, or another status was sent."""
    error, by = routing.text("error"), routing.part("by")
    if by is not None:
        wording = _("%(name)s raised %(error)s while the URL was matched, and Flask answered %(status)d.")
        sentence = compose(wording, name=by.text("name"), error=error, status=status)
        return _of(AnsweredBy.FLASK, sentence, name="Flask")
    match error, status:
        case "RequestRedirect", _redirect if status < 400:  # noqa: PLR2004 - errors begin there
            wording = _("The URL map answered with a redirect to %(url)s.")
            return _of(AnsweredBy.ROUTING, compose(wording, url=routing.text("redirect")), Tone.NOTE)
        case "MethodNotAllowed", 405:
            sentence = plain(_("Flask answered 405: a rule matches the path, but not this method."))
        case "NotFound", 404:
            sentence = plain(_("Flask answered 404: no rule of the URL map matched."))
        case "" | "RequestRedirect", _:
            return None
        case _:
            wording = _("Flask answered %(status)d: matching the URL ended with %(error)s.")
            sentence = compose(wording, status=status, error=error)
    return _of(AnsweredBy.FLASK, sentence, name="Flask")


def _around_flask(exchange: Exchange, *, complete: bool) -> Answerer:
    """Return the answer of an exchange in which no event of a Flask app was seen."""
    failed = exchange.response is not None and exchange.response.status >= _SERVER_ERROR
    tone = Tone.WARNING if failed else Tone.GOOD
    if exchange.versions.flask is None:
        sentence = plain(_("No Flask app took part: only the WSGI side is seen."))
    elif exchange.versions.old_flask:
        sentence = compose(
            _("The app answered. What Flask %(version)s did is not seen: it is older than 2.2."),
            version=exchange.versions.old_flask,
        )
    elif not exchange.events:
        sentence = plain(_("No event of this request was received: the app's server may have answered."))
        tone = Tone.WARNING
    elif not complete:
        sentence = plain(_("No event of a Flask app was received, and some events were lost."))
        tone = Tone.WARNING
    else:
        sentence = plain(
            _("Something around Flask answered, such as a WSGI middleware: no Flask app was reached.")
        )
    return _of(AnsweredBy.APP, sentence, tone)
