"""The login lens: the user that Flask-Login found and where, logins, logouts, and rejected requests."""

from typing import Final

from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, blocks_of_each
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event

_SOURCES: Final[dict[str, Lazy]] = {
    "session": lazy_gettext("%(who)s is logged in, by the session"),
    "remember": lazy_gettext("%(who)s is logged in, by the remember-me cookie"),
    "request": lazy_gettext("%(who)s is logged in, by the request loader"),
    "header": lazy_gettext("%(who)s is logged in, by a header"),
    "": lazy_gettext("%(who)s is logged in"),
}
_ACTS: Final[dict[str, Lazy]] = {
    "login": lazy_gettext("%(who)s logs in"),
    "logout": lazy_gettext("%(who)s logs out"),
    "confirmed": lazy_gettext("%(who)s has confirmed the login: it is fresh again"),
    "unauthorized": lazy_gettext("Rejected by Flask-Login's unauthorized: %(answer)s"),
    "refresh": lazy_gettext("Asked to log in again by Flask-Login's needs_refresh: %(answer)s"),
}


def _wording(body: EventReader) -> str:
    act = body.text("act")
    if act == "loaded":
        if body.maybe_flag("authenticated") is False or body.value("user") is None:
            return _("Nobody is logged in")
        if body.maybe_flag("authenticated") is None:
            return _("The user %(who)s was loaded")
        return str(_SOURCES.get(body.text("source"), _SOURCES[""]))
    if act == "login" and body.maybe_flag("succeeded") is False:
        return _("login_user refused: the user is not active")
    if act == "login" and body.maybe_flag("remember"):
        return _("%(who)s logs in, with a remember-me cookie")
    return str(_ACTS.get(act, _ACTS["login"]))


def _sentence(body: EventReader) -> Sentence:
    user = body.value("user")
    who = body.text("id") or (user.text if user is not None else "?")
    return compose(_wording(body), who=who, answer=body.text("answer"))


def _tone(body: EventReader) -> Tone:
    if body.text("protection") or body.maybe_flag("succeeded") is False:
        return Tone.WARNING
    match body.text("act"):
        case "unauthorized" | "refresh":
            return Tone.NOTE
        case "login" | "confirmed":
            return Tone.GOOD
    return Tone.PLAIN


def _protection(body: EventReader) -> tuple[Block, ...]:
    match body.text("protection"):
        case "stale":
            sentence = _(
                "The session's identifier does not fit this browser and address: the login is not fresh."
            )
        case "cleared":
            sentence = _(
                "The session's identifier does not fit this browser and address: the login was discarded."
            )
        case _:
            return ()
    return (Remark(sentence=plain(sentence), tone=Tone.WARNING),)


def _yes_or_no(is_so: bool | None) -> Sentence:
    if is_so is None:
        return plain(_("not known"))
    return plain(_("yes")) if is_so else plain(_("no"))


def _facts(body: EventReader) -> Facts:
    rows = []
    if body.text("id"):
        rows.append(
            Fact(label=_("Id"), value=fact(body.text("id")), means=_("What the session keeps of the user."))
        )
    user = body.value("user")
    if user is not None:
        rows.append(Fact(label=_("User"), value=user))
    if body.text("act") == "loaded":
        rows.append(
            Fact(
                label="is_authenticated",
                code=True,
                value=_yes_or_no(body.maybe_flag("authenticated")),
                means=""
                if body.maybe_flag("authenticated") is not None
                else _("The app itself computes it."),
            )
        )
    fresh = body.maybe_flag("fresh")
    if fresh is not None and user is not None:
        rows.append(
            Fact(
                label=_("Fresh"),
                value=_yes_or_no(fresh),
                means=_("Logged in during this session, and not by a remember-me cookie."),
            )
        )
    if body.maybe_flag("remember") is not None:
        rows.append(Fact(label=_("Remember"), value=_yes_or_no(body.maybe_flag("remember"))))
    return Facts(rows=tuple(rows))


def _blocks(body: EventReader) -> tuple[Block, ...]:
    facts = _facts(body)
    return (*_protection(body), *((facts,) if facts.rows else ()))


def _fold(event: Event, body: EventReader) -> tuple[Block, ...]:
    blocks = _blocks(body)
    if not blocks:
        return (Remark(sentence=_sentence(body), tone=_tone(body)),)
    return (Fold(sentence=_sentence(body), blocks=blocks, open=True, tone=_tone(body)),)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=_blocks(body), tone=_tone(body))


LENS: Final = Lens(
    kind="login",
    tab="login",
    title=lazy_gettext("Login"),
    when_empty=lazy_gettext("Nothing asked Flask-Login for the current user."),
    show=lambda exchange: blocks_of_each(exchange, "login", _fold),
    journey=JourneyEntry(
        label=lazy_gettext("login"),
        summarise=_summarise,
        stage=anywhere,
        contains=True,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    rare=True,
)
