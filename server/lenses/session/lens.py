"""The session lens: what the session held before and after, and whether the changes were saved."""

from collections.abc import Iterator
from typing import Final

from server.lenses.kit.blocks import Block, Cell, Fact, Facts, Remark, Row, Section, Table, Text, Tone, Value
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lens import Lens, blocks_of_each, readings
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.lenses.session.signed_cookie import decode
from server.model.event import Event
from server.model.exchange import Exchange
from server.model.printable import printable


def _remark(body: EventReader) -> Remark:
    return _of_cookie(body) if _in_cookie(body) else _of_other(body)


def _in_cookie(body: EventReader) -> bool:
    """Return whether the session is known to be stored in its cookie, as Flask's own is."""
    return body.text("interface") == "SecureCookieSessionInterface"


def _changes(body: EventReader) -> tuple[str, ...]:
    """Return the keys that differ before and after."""
    keys = (key for name in ("added", "removed", "changed", "nested") for key in body.texts(name))
    return tuple(dict.fromkeys(keys))


def _of_other(body: EventReader) -> Remark:
    """Return what is known of a session that another interface than Flask's own stores, in its own way."""
    name, changes = body.text("interface"), _changes(body)
    if not body.flag("available"):
        sentence = compose(_("There is no session: the interface %(name)s opened none."), name=name)
        return Remark(sentence=sentence, tone=Tone.NOTE)
    if not changes:
        return Remark(sentence=plain(_("No change of the session was seen.")), tone=Tone.MUTED)
    if body.flag("saved"):
        sentence = plain(_("The session changed, and the response sets its cookie."))
        return Remark(sentence=sentence, tone=Tone.GOOD)
    wording = _("%(keys)s changed, and no cookie is set. Whether %(name)s stored it is not seen.")
    return Remark(sentence=compose(wording, keys=", ".join(changes), name=name), tone=Tone.NOTE)


def _of_cookie(body: EventReader) -> Remark:
    """Return what became of a session that Flask stores in its cookie."""
    if not body.flag("available"):
        sentence = compose(
            _("There is no session: the app has no %(key)s, so nothing can be signed."), key="SECRET_KEY"
        )
        remedy = compose(
            _("Set one: %(code)s. Writing to the session raises an error until then."),
            code="app.secret_key = …",
        )
        return Remark(sentence=sentence, tone=Tone.NOTE, remedy=remedy)
    if body.flag("saved"):
        return _saved(body)
    if body.flag("unsaved") and not body.flag("modified"):
        sentence = compose(
            _("%(keys)s changed inside, but was not saved: the session never noticed."),
            keys=", ".join(body.texts("nested") or _changes(body)),
        )
        remedy = compose(_("Set %(code)s after the change."), code="session.modified = True")
        return Remark(sentence=sentence, tone=Tone.WARNING, remedy=remedy)
    if body.flag("modified"):
        sentence = plain(_("The session was changed, but the response does not carry it."))
        return Remark(sentence=sentence, tone=Tone.WARNING)
    if body.flag("accessed"):
        return Remark(
            sentence=plain(_("The session was read and not changed, so the response carries none."))
        )
    return Remark(sentence=plain(_("The session was not touched.")), tone=Tone.MUTED)


def _saved(body: EventReader) -> Remark:
    tone = Tone.GOOD if _changes(body) else Tone.PLAIN
    if not body.values("after"):
        sentence = plain(_("The session is empty, and the response deletes its cookie."))
    elif _changes(body):
        sentence = plain(_("The change was saved: the response carries the new session."))
    else:
        sentence = plain(_("Nothing changed; the response carries the session again."))
    return Remark(sentence=sentence, tone=tone)


def _state(body: EventReader) -> Facts:
    facts = (
        (
            "new",
            _("It says that it began with this request."),
            _("Flask's own session always says no."),
        ),
        (
            "permanent",
            _("It is to be kept for PERMANENT_SESSION_LIFETIME."),
            _("It is to be kept until the browser closes."),
        ),
        (
            "accessed",
            _("Something read or wrote it."),
            _("Nothing read or wrote it."),
        ),
        (
            "modified",
            _("It noticed a change of its keys, or was told of one."),
            _("It noticed no change. It does not notice changes inside its values."),
        ),
    )
    rows = [
        Fact(
            label=name,
            value=_yes_or_no(body.flag(name)),
            means=where_so if body.flag(name) else where_not,
            code=True,
        )
        for name, where_so, where_not in facts
    ]
    interface = Fact(
        label=_("Interface"),
        value=fact(body.text("interface")),
        means=_("The class that loads and saves it; Flask's own keeps all in a signed cookie."),
    )
    return Facts(rows=(interface, *rows))


def _yes_or_no(is_so: bool) -> Sentence:
    return plain(_("yes")) if is_so else plain(_("no"))


def _diff(body: EventReader) -> tuple[Block, ...]:
    before, after = dict(body.values("before")), dict(body.values("after"))
    if not before and not after:
        return (Remark(sentence=plain(_("Empty before and after.")), tone=Tone.MUTED),)
    nested = set(body.texts("nested"))
    marks = {
        **dict.fromkeys(body.texts("changed"), (Tone.NOTE, _("changed"))),
        **dict.fromkeys(body.texts("added"), (Tone.GOOD, _("added"))),
        **dict.fromkeys(body.texts("removed"), (Tone.ERROR, _("removed"))),
        **dict.fromkeys(nested, (Tone.NOTE, _("changed inside"))),
    }
    if body.flag("unsaved"):
        marks |= dict.fromkeys(nested, (Tone.WARNING, _("changed inside, not saved")))
    rows = []
    for key in dict.fromkeys((*before, *after)):
        tone, mark = marks.get(key, (Tone.PLAIN, _("same")))
        rows.append(
            Row(
                cells=(fact(key), _cell(before.get(key)), _cell(after.get(key)), plain(mark)),
                tone=tone,
                mark=mark,
            )
        )
    head = (_("Key"), _("Before"), _("After"), _("Change"))
    return (Table(caption=_("The session before and after"), head=head, rows=tuple(rows)),)


def _cell(value: Value | None) -> Cell:
    return plain("—") if value is None else value


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    blocks: list[Block] = [_remark(body)]
    if body.flag("available"):
        blocks.append(Section(title=_("Before and after"), blocks=_diff(body)))
    blocks.append(Section(title=_("Session object"), blocks=(_state(body),)))
    return tuple(blocks)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    blocks = blocks_of_each(exchange, "session", _blocks)
    return (*blocks, *_cookies(exchange)) if blocks else ()


def _cookies(exchange: Exchange) -> tuple[Block, ...]:
    """Return every session cookie that was sent or set, decoded."""
    sections: list[Block] = []
    for name, value, title in _candidates(exchange):
        found = decode(value)
        if found is None:
            continue
        sentence = compose(
            _("Whoever has the cookie %(name)s can read this: signed is not encrypted."), name=name
        )
        shown: list[Block] = [Remark(sentence=sentence), Text(text=printable(found.payload), label=title)]
        if found.signed_at is not None:
            when = _("Signed at %(time)s UTC") % {"time": f"{found.signed_at:%Y-%m-%d %H:%M:%S}"}
            shown.append(Remark(sentence=plain(when), tone=Tone.MUTED))
        sections.append(Section(title=title, blocks=tuple(shown)))
    return tuple(sections)


def _candidates(exchange: Exchange) -> Iterator[tuple[str, str, str]]:
    for _found, body in readings(exchange, "cookie"):
        if body.text("direction") == "set":
            yield body.text("name"), body.text("value"), _("The cookie that the response sets")
        for sent in body.parts("cookies"):
            yield sent.text("name"), sent.text("value"), _("The cookie that the client sent")


def _count(exchange: Exchange) -> int | None:
    keys = {key for _found, body in readings(exchange, "session") for key in _changes(body)}
    return len(keys) or None


def _summarise(event: Event) -> EventSummary:
    """Return the session as it was opened; its outcome is noted at the stage of the answer."""
    body = EventReader(event.body)
    if not body.flag("available") and _in_cookie(body):
        return EventSummary(sentence=plain(_("No session: the app has no secret key")))
    if not body.flag("available"):
        return EventSummary(sentence=plain(_("The session interface opened no session")))
    number = len(body.values("before"))
    if number:
        sentence = ngettext(
            "The session was opened with %(num)d key", "The session was opened with %(num)d keys", number
        )
    else:
        sentence = _("The session was opened, empty")
    return EventSummary(sentence=plain(sentence), blocks=_diff(body))


def outcome(exchange: Exchange) -> Remark | None:
    """Return what became of the session, None if it did not change: changes saved, or changes lost."""
    for _found, body in readings(exchange, "session"):
        remark = _remark(body)
        if remark.tone is Tone.GOOD:
            keys = ", ".join(_changes(body))
            if not _in_cookie(body):
                wording = _("The session changed: %(keys)s. The response sets its cookie.")
                return Remark(sentence=compose(wording, keys=keys))
            if not body.values("after"):
                return Remark(sentence=plain(_("The session is empty, and the response deletes its cookie.")))
            return Remark(
                sentence=compose(_("The session was saved into its cookie; changed: %(keys)s."), keys=keys)
            )
        if remark.tone >= Tone.WARNING:
            return remark
    return None


LENS: Final = Lens(
    kind="session",
    tab="session",
    title=lazy_gettext("Session"),
    when_empty=lazy_gettext("No session was seen to be opened."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("session"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=True,
    ),
    count=_count,
)
