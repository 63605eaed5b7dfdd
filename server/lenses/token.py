"""The tokens lens: the readable contents of each token, when it expires, and whether the app verified it."""

from datetime import UTC, datetime
from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Cell, Fact, Facts, Fold, Remark, Section, Tone
from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.formatting import duration, size
from server.lenses.kit.i18n import Lazy, lazy_gettext, number
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry
from server.lenses.kit.lens import Lens, readings, unreadable
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.lenses.kit.stages import Stage
from server.model.event import Event
from server.model.exchange import Exchange

_KINDS: Final[dict[str, Lazy]] = {
    "jwt": lazy_gettext("JSON Web Token"),
    "jwe": lazy_gettext("encrypted JSON Web Token"),
    "itsdangerous": lazy_gettext("ItsDangerous token"),
    "unknown": lazy_gettext("of no known kind"),
}
_CLAIMS: Final[dict[str, Lazy]] = {
    "iss": lazy_gettext("Issuer."),
    "sub": lazy_gettext("Subject."),
    "aud": lazy_gettext("Intended recipient."),
    "exp": lazy_gettext("After this it must not be accepted."),
    "nbf": lazy_gettext("Before this it must not be accepted."),
    "iat": lazy_gettext("When it was issued."),
    "jti": lazy_gettext("Its own number, by which it can be revoked."),
}
_TIMES: Final = ("exp", "nbf", "iat")
_DAY: Final = 86_400
_LONG: Final = 2 * _DAY


def _kind(body: EventReader) -> str:
    return str(_KINDS.get(body.text("kind"), _KINDS["unknown"]))


def _sentence(body: EventReader) -> Sentence:
    facts = {"kind": _kind(body), "where": body.text("where"), "problem": body.text("problem")}
    match body.text("act"):
        case "made":
            return compose(_("The app made a token (%(kind)d)"), **facts)
        case "checked":
            match body.maybe_flag("verified"):
                case True:
                    return compose(
                        _("The app checked a token, and its signature is valid (%(kind)d)"), **facts
                    )
                case False:
                    return compose(_("The app refused a token: %(problem)s (%(kind)d)"), **facts)
            return compose(_("The app read a token without checking its signature (%(kind)d)"), **facts)
    if body.text("direction") == "in":
        return compose(_("A token came in: %(where)s (%(kind)d)"), **facts)
    return compose(_("A token goes out: %(where)s (%(kind)d)"), **facts)


def _tone(body: EventReader) -> Tone:
    if body.text("act") == "checked":
        verified = body.maybe_flag("verified")
        return Tone.GOOD if verified else Tone.WARNING
    if _unsigned(body):
        return Tone.WARNING
    left = body.number("expires_in")
    return Tone.NOTE if left is not None and left <= 0 else Tone.PLAIN


def _unsigned(body: EventReader) -> bool:
    return body.text("kind") == "jwt" and body.text("algorithm").lower() == "none"


def _time(seconds: float | None) -> str:
    """Return a time in UTC as text, empty if there is none."""
    if seconds is None:
        return ""
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return ""


def _remaining(seconds: float) -> str:
    """Return how long a token is still valid, or for how long it has been expired."""
    size = abs(seconds)
    span = (
        _("%(number)s days") % {"number": number(size / _DAY)}
        if size >= _LONG
        else _("%(number)s minutes") % {"number": number(size / 60, 1)}
        if size >= 60  # noqa: PLR2004 - a minute
        else duration(size * 1000)
    )
    return (_("in %(span)s") if seconds > 0 else _("%(span)s ago")) % {"span": span}


def _facts(body: EventReader) -> Facts:
    rows = [
        Fact(label=_("Kind"), value=plain(_kind(body))),
        Fact(
            label=_("Known as"),
            value=fact(body.text("token")),
            means=_("Equal names here mean equal tokens; a token cannot be derived from its name."),
        ),
        Fact(label=_("Size"), value=plain(size(body.whole("size")))),
    ]
    if body.text("algorithm"):
        rows.append(Fact(label=_("Algorithm"), value=fact(body.text("algorithm"))))
    signed, expires, left = (body.number(name) for name in ("signed_at", "expires_at", "expires_in"))
    if _time(signed):
        rows.append(Fact(label=_("Signed"), value=plain(_time(signed))))
    if _time(expires) and left is not None:
        gone = left <= 0
        rows.append(
            Fact(
                label=_("Expired") if gone else _("Expires"),
                value=plain(f"{_time(expires)}, {_remaining(left)}"),
                tone=Tone.WARNING if gone else Tone.PLAIN,
            )
        )
    rows.append(Fact(label=_("Signature"), value=plain(_("hidden: anyone who has it could use the token"))))
    return Facts(rows=tuple(rows))


def _claims(body: EventReader) -> tuple[Fact, ...]:
    rows = []
    for name, value in body.values("claims"):
        shown: Cell = value
        if name in _TIMES and value.text.lstrip("-").isdigit() and _time(float(value.text)):
            shown = plain(f"{value.text} ({_time(float(value.text))})")
        rows.append(
            Fact(label=name or _("content"), value=shown, means=str(_CLAIMS.get(name, "")), code=bool(name))
        )
    return tuple(rows)


def _blocks(body: EventReader) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if _unsigned(body):
        sentence = plain(_("Its header says that it is not signed at all: anyone could have written it."))
        blocks.append(Remark(sentence=sentence, tone=Tone.WARNING))
    if body.text("problem"):
        blocks.append(Remark(sentence=fact(body.text("problem")), tone=Tone.WARNING))
    blocks.append(_facts(body))
    header = tuple(Fact(label=name, value=value, code=True) for name, value in body.values("header"))
    if header:
        blocks.append(Section(title=_("Header"), blocks=(Facts(rows=header),)))
    claims = _claims(body)
    if claims:
        remark = plain(_("Whoever holds the token can read this: signed is not encrypted."))
        inner = (Remark(sentence=remark, tone=Tone.MUTED), Facts(rows=claims))
        blocks.append(Section(title=_("What it says"), blocks=inner))
    elif body.text("kind") == "jwe":
        blocks.append(Remark(sentence=plain(_("Its content is encrypted.")), tone=Tone.MUTED))
    return tuple(blocks)


def _fold(body: EventReader) -> Fold:
    return Fold(
        sentence=_sentence(body), blocks=_blocks(body), tone=_tone(body), open=body.text("act") == "met"
    )


def _show(exchange: Exchange) -> tuple[Block, ...]:
    met: list[Block] = []
    own: list[Block] = []
    for _event, body in readings(exchange, "token"):
        try:
            (met if body.text("act") == "met" else own).append(_fold(body))
        except UnreadableError as error:
            met.append(unreadable(error))
    sections = ((_("Sent and received"), met), (_("Made and checked by the app"), own))
    return tuple(Section(title=title, blocks=tuple(blocks)) for title, blocks in sections if blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    return EventSummary(sentence=_sentence(body), blocks=_blocks(body), tone=_tone(body))


def _count(exchange: Exchange) -> int | None:
    """Return the number of different tokens."""
    return len({body.text("token") for _event, body in readings(exchange, "token")}) or None


def _stage(body: EventReader) -> Stage | None:
    if body.text("act") != "met":
        return None
    return stages.SOCKET if body.text("direction") == "in" else stages.ANSWER


LENS: Final = Lens(
    kind="token",
    tab="tokens",
    title=lazy_gettext("Tokens"),
    when_empty=lazy_gettext("No token was found: neither a JSON Web Token nor one of ItsDangerous."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("token"),
        summarise=_summarise,
        stage=_stage,
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=_count,
    needs_flask=False,
    rare=True,
)
