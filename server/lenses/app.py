"""The app lens: which Flask app took the request, and which of Flask's methods other functions replace."""

from typing import Final

from server.lenses.kit import stages
from server.lenses.kit.blocks import Block, Fact, Facts, Remark, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.formatting import place
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, at
from server.lenses.kit.lens import Lens, blocks_of_each
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.model.event import Event
from server.model.exchange import Exchange

_MISSING: Final[dict[str, Lazy]] = {
    "preprocess_request": lazy_gettext("Hooks that it calls before the view may be missing here."),
    "dispatch_request": lazy_gettext("A view that it does not take from view_functions is missing here."),
    "finalize_request": lazy_gettext("Hooks that it calls after the view may be missing here."),
    "process_response": lazy_gettext("Hooks that it calls after the view may be missing here."),
    "do_teardown_request": lazy_gettext("Hooks that it calls at the end of the request may be missing here."),
    "do_teardown_appcontext": lazy_gettext(
        "Hooks that it calls at the end of the request may be missing here."
    ),
    "handle_http_exception": lazy_gettext("Error handlers that it calls may be missing here."),
    "handle_user_exception": lazy_gettext("Error handlers that it calls may be missing here."),
    "handle_exception": lazy_gettext("Error handlers that it calls may be missing here."),
    "full_dispatch_request": lazy_gettext("Hooks and views that it calls may be missing here."),
}


def _sentence(body: EventReader) -> Sentence:
    below = body.text("script_name")
    if below:
        wording = _("The Flask app %(name)s took the request, below the path %(below)s")
        return compose(wording, name=body.text("name"), below=below)
    return compose(_("The Flask app %(name)s took the request"), name=body.text("name"))


def _remark(replaced: EventReader) -> Remark:
    facts = {"name": replaced.text("name"), "method": replaced.text("method")}
    where = place(replaced.text("file"), replaced.maybe_whole("line")) if replaced.text("file") else "?"
    if replaced.flag("original"):
        wording = _("%(name)s (%(place)s) is in the place of Flask's %(method)s, and calls it.")
        return Remark(sentence=compose(wording, **facts, place=where))
    wording = _("%(name)s (%(place)s) is in the place of Flask's %(method)s, which did not run.")
    missing = _MISSING.get(replaced.text("method"))
    return Remark(
        sentence=compose(wording, **facts, place=where),
        tone=Tone.NOTE,
        remedy=None if missing is None else plain(str(missing)),
    )


def _blocks(event: Event, body: EventReader) -> tuple[Block, ...]:
    rows = [
        Fact(
            label=_("App"),
            value=fact(body.text("name")),
            means=_("The import name that the app was made with."),
        ),
        Fact(label=_("Class"), value=fact(body.text("class"))),
    ]
    if body.text("script_name"):
        means = _("SCRIPT_NAME: the part of the path before the app's own.")
        rows.append(Fact(label=_("Below"), value=fact(body.text("script_name")), means=means))
    return (Facts(rows=tuple(rows)), *(_remark(one) for one in body.parts("replaced")))


def _show(exchange: Exchange) -> tuple[Block, ...]:
    return blocks_of_each(exchange, "app", _blocks)


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    blocks = _blocks(event, body)
    tone = max((block.tone for block in blocks if isinstance(block, Remark)), default=Tone.PLAIN)
    return EventSummary(sentence=_sentence(body), blocks=blocks, tone=tone)


def _count(exchange: Exchange) -> int | None:
    """Return the number of apps if there were several."""
    number = sum(1 for _event in exchange.of("app"))
    return number if number > 1 else None


LENS: Final = Lens(
    kind="app",
    tab="app",
    title=lazy_gettext("App"),
    when_empty=lazy_gettext("No Flask app was seen to take the request."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("app"),
        summarise=_summarise,
        stage=at(stages.SOCKET),
        contains=False,
        cuttable=False,
        fails_stage=False,
        explains=False,
    ),
    count=_count,
)
