"""Show all settings in force in an app, each with where it came from, and without secrets."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from server.lenses.kit.blocks import Block, Cell, Remark, Row, Table, Tone, Value
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose, fact, plain
from server.model.event import Event
from server.runner.redaction.events import redact_events


def blocks_of(facts: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return the settings that somebody has set, and then those that have their default."""
    body = EventReader(facts)
    values = _shown_values(body)
    rows = [_row(setting, values[setting.text("name")]) for setting in body.parts("settings")]
    if not rows:
        return ()
    rows.sort(key=lambda row: row.tone is Tone.MUTED)
    head = (_("Setting"), _("Value"), _("Where from"), _("Line"))
    sentence = _("They may have been changed since the app was started: this is how they are now.")
    return (
        Remark(sentence=plain(sentence), tone=Tone.MUTED),
        Table(caption=_("Settings in force"), head=head, rows=tuple(rows), omitted=body.whole("omitted")),
    )


def _shown_values(body: EventReader) -> dict[str, Value]:
    """Return the values by name, redacted as those of an event are: by their names and by what they hold."""
    found = {setting.text("name"): setting.value("value") for setting in body.parts("settings")}
    described = {
        name: {"type": value.type, "repr": value.text, "cut": value.cut}
        for name, value in found.items()
        if value is not None
    }
    facts = {"how": "set", "values": described, "omitted": 0}
    event = Event(exchange=0, seq=0, kind="config", at=0.0, took=None, caller=None, family=None, body=facts)
    (redacted,) = redact_events([event])
    return dict(EventReader(redacted.body).values("values"))


def _row(setting: EventReader, value: Value) -> Row:
    caller = setting.part("caller")
    line = place(caller.text("file"), caller.maybe_whole("line")) if caller is not None else ""
    cells: tuple[Cell, ...] = (
        fact(setting.text("name")),
        value,
        _source(setting),
        fact(line) if line else plain("—"),
    )
    row = Row(cells=cells)
    match setting.text("how"):
        case "default":
            return replace(row, tone=Tone.MUTED, mark=_("default"))
        case "unknown":
            return replace(row, tone=Tone.NOTE, mark=_("not known"))
    return row


_READ_FROM: Final[dict[str, Lazy]] = {
    "from_envvar": lazy_gettext("the file that the variable %(origin)s names"),
    "from_file": lazy_gettext("the file %(origin)s"),
    "from_object": lazy_gettext("the object %(origin)s"),
    "from_prefixed_env": lazy_gettext("the environment variable %(origin)s"),
    "from_pyfile": lazy_gettext("the file %(origin)s"),
}


def _source(setting: EventReader) -> Cell:
    how, origin, library = setting.text("how"), setting.text("origin"), setting.text("library")
    if how == "default":
        if origin:
            return compose(_("Flask's default, which the variable %(name)s can change"), name=origin)
        return plain(_("Flask's default"))
    if how == "unknown":
        return plain(_("not known: set in a way that is not seen"))
    if how in _READ_FROM:
        name = f"{origin}_{setting.text('name')}" if how == "from_prefixed_env" else origin
        return compose(str(_READ_FROM[how]), origin=name)
    if library:
        wording = _("a default of %(library)s") if how == "setdefault" else _("set by %(library)s")
        return compose(wording, library=library)
    return plain(_("set by the app"))
