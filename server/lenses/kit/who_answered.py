"""Decides what produced the response, and why the view did not run if it did not."""

from dataclasses import dataclass
from enum import StrEnum

from server.lenses.kit.blocks import Tone
from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.lens import readings
from server.lenses.kit.sentence import Sentence, compose, plain
from server.model.exchange import Exchange, ExchangeState


class AnsweredBy(StrEnum):
    """The kind of code that produced the response."""

    VIEW = "view"
    HOOK = "hook"
    HANDLER = "handler"
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


def find_answerer(exchange: Exchange) -> Answerer:
    """Return what answered an exchange, judging by its events; never raises UnreadableError."""
    try:
        return _decide(exchange)
    except UnreadableError:
        sentence = plain(_("What answered could not be determined."))
        return Answerer(by=AnsweredBy.NOBODY, name="", sentence=sentence, tone=Tone.WARNING)


def _decide(exchange: Exchange) -> Answerer:
    hooks = [reading for _event, reading in readings(exchange, "hook")]
    view = next((reading for _event, reading in readings(exchange, "view")), None)
    routing = next((reading for _event, reading in readings(exchange, "routing")), None)
    skipped = None if view else _skipped(exchange, hooks, routing)
    withdrawn = next(
        (text for _event, one in readings(exchange, "wsgi") if (text := one.text("withdrawn"))), ""
    )
    if withdrawn:
        wording = _("The server answered: the app announced %(status)s, then raised before its first byte.")
        sentence = compose(wording, status=withdrawn)
        return Answerer(by=AnsweredBy.SERVER, name="", sentence=sentence, skipped=skipped, tone=Tone.WARNING)
    if exchange.response is None:
        return _unanswered(exchange, skipped)
    for hook in reversed(hooks):
        if hook.text("phase") == "errorhandler" and hook.flag("answered"):
            sentence = compose(_("The error handler %(name)s answered."), name=hook.text("name"))
            return Answerer(
                by=AnsweredBy.HANDLER,
                name=hook.text("name"),
                sentence=sentence,
                skipped=skipped,
                tone=Tone.NOTE,
            )
    for hook in hooks:
        if hook.text("phase") == "before_request" and hook.flag("answered"):
            sentence = compose(_("The hook %(name)s answered before the view."), name=hook.text("name"))
            return Answerer(
                by=AnsweredBy.HOOK, name=hook.text("name"), sentence=sentence, skipped=skipped, tone=Tone.NOTE
            )
    if view is not None:
        return _by_view(exchange, view)
    return _without_view(exchange, hooks, routing, skipped)


def _unanswered(exchange: Exchange, skipped: Sentence | None) -> Answerer:
    if exchange.state is ExchangeState.OPEN:
        return Answerer(
            by=AnsweredBy.NOBODY, name="", sentence=plain(_("Not answered yet.")), tone=Tone.PLAIN
        )
    if exchange.state is ExchangeState.LOST:
        sentence = plain(_("The app's process ended before it answered. How far it came is not known."))
        return Answerer(by=AnsweredBy.NOBODY, name="", sentence=sentence, skipped=skipped, tone=Tone.ERROR)
    sentence = plain(_("No answer was seen before the exchange ended."))
    return Answerer(by=AnsweredBy.NOBODY, name="", sentence=sentence, skipped=skipped, tone=Tone.ERROR)


def _by_view(exchange: Exchange, view: EventReader) -> Answerer:
    name, raised = view.text("name"), view.text("raised")
    if not raised:
        return _by_flask_after(exchange, view) or Answerer(
            by=AnsweredBy.VIEW, name=name, sentence=compose(_("The view %(name)s answered."), name=name)
        )
    for _event, error in readings(exchange, "exception"):
        status = error.maybe_whole("http")
        if error.text("where") == "view" and status is not None:
            wording = _("The view %(name)s ended with the HTTP exception %(type)s: %(status)d.")
            sentence = compose(wording, name=name, type=error.text("type"), status=status)
            return Answerer(by=AnsweredBy.VIEW, name=name, sentence=sentence, tone=Tone.NOTE)
    sentence = compose(
        _("The view %(name)s raised %(raised)s, and Flask answered."), name=name, raised=raised
    )
    return Answerer(by=AnsweredBy.FLASK, name=name, sentence=sentence, tone=Tone.WARNING)


def _by_flask_after(exchange: Exchange, view: EventReader) -> Answerer | None:
    """Return Flask's own answer to an exception that was raised after the view returned, or None."""
    response = exchange.response
    errors = [error for _event, error in readings(exchange, "exception")]
    error = next((one for one in reversed(errors) if one.maybe_flag("handled") is False), None)
    if response is None or response.status < _SERVER_ERROR or error is None:
        return None
    name, returned = view.text("name"), view.value("returned")
    if error.text("where") == "make_response" and returned is not None and returned.type == "NoneType":
        wording = _("The view %(name)s returned %(nothing)s, so Flask answered %(status)d.")
        sentence = compose(wording, name=name, nothing="None", status=response.status)
    else:
        wording = _("The view %(name)s returned, then %(raised)s was raised, so Flask answered %(status)d.")
        sentence = compose(wording, name=name, raised=error.text("type"), status=response.status)
    return Answerer(by=AnsweredBy.FLASK, name=name, sentence=sentence, tone=Tone.WARNING)


def _without_view(
    exchange: Exchange, hooks: list[EventReader], routing: EventReader | None, skipped: Sentence | None
) -> Answerer:
    raising = next((hook for hook in hooks if hook.text("raised")), None)
    if raising is not None and raising.text("phase") in _BEFORE:
        sentence = compose(
            _("The hook %(name)s raised %(raised)s, and Flask answered."),
            name=raising.text("name"),
            raised=raising.text("raised"),
        )
        return Answerer(
            by=AnsweredBy.FLASK, name="Flask", sentence=sentence, skipped=skipped, tone=Tone.WARNING
        )
    if routing is None:
        if exchange.versions.flask is None:
            sentence = plain(_("This app is not a Flask app: only its WSGI side is seen."))
        elif exchange.versions.old_flask:
            sentence = compose(
                _("The app answered. What Flask %(version)s did is not seen: it is older than 2.2."),
                version=exchange.versions.old_flask,
            )
        else:
            sentence = plain(
                _("Something around Flask answered, such as a WSGI middleware: Flask was not reached.")
            )
        failed = exchange.response is not None and exchange.response.status >= _SERVER_ERROR
        return Answerer(
            by=AnsweredBy.APP, name="", sentence=sentence, tone=Tone.WARNING if failed else Tone.GOOD
        )
    error = routing.text("error")
    if error == "RequestRedirect":
        sentence = compose(
            _("The URL map answered with a redirect to %(url)s."), url=routing.text("redirect")
        )
        return Answerer(by=AnsweredBy.ROUTING, name="", sentence=sentence, skipped=skipped, tone=Tone.NOTE)
    if error == "MethodNotAllowed":
        sentence = plain(_("Flask answered 405: the path exists, but not for this method."))
        return Answerer(
            by=AnsweredBy.FLASK, name="Flask", sentence=sentence, skipped=skipped, tone=Tone.WARNING
        )
    if error:
        sentence = plain(_("Flask answered 404: no rule of the URL map matched."))
        return Answerer(
            by=AnsweredBy.FLASK, name="Flask", sentence=sentence, skipped=skipped, tone=Tone.WARNING
        )
    sentence = plain(_("Flask answered by itself."))
    return Answerer(by=AnsweredBy.FLASK, name="Flask", sentence=sentence, skipped=skipped, tone=Tone.NOTE)


_SERVER_ERROR = 500
_BEFORE = ("url_value_preprocessor", "before_request")


def _skipped(exchange: Exchange, hooks: list[EventReader], routing: EventReader | None) -> Sentence | None:
    if routing is None:
        return None
    for hook in hooks:
        if hook.text("phase") not in _BEFORE:
            continue
        if hook.flag("answered"):
            return compose(_("The view never ran: the hook %(name)s answered first."), name=hook.text("name"))
        if hook.text("raised"):
            wording = _("The view never ran: the hook %(name)s raised %(raised)s.")
            return compose(wording, name=hook.text("name"), raised=hook.text("raised"))
    return _unmatched(exchange, routing)


def _unmatched(exchange: Exchange, routing: EventReader) -> Sentence | None:
    match routing.text("error"):
        case "RequestRedirect":
            return plain(_("The view never ran: the URL map redirects to the address with its slash."))
        case "MethodNotAllowed":
            wording = _("The view never ran: no rule of this path allows %(method)s.")
            return compose(wording, method=exchange.request.method)
        case "":
            pass
        case _other:
            return plain(_("The view never ran: no rule of the URL map matched."))
    if exchange.request.method == "OPTIONS":
        return plain(
            _("The view never ran: Flask answers OPTIONS itself, from the methods that the rules allow.")
        )
    # Where the process died, its last events may have died with it.
    return plain(_("The view never ran.")) if exchange.state is ExchangeState.DONE else None
