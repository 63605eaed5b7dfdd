"""The SQL lens: every statement with its parameters and row count, repeated queries, and N+1 problems."""

from collections.abc import Iterator
from functools import partial
from itertools import accumulate
from typing import Final

from server.lenses.kit.blocks import (
    Block,
    Cell,
    Fact,
    Facts,
    Fold,
    LazyText,
    Remark,
    Row,
    Section,
    Table,
    Tone,
)
from server.lenses.kit.event_reader import EventReader, UnreadableError, finite
from server.lenses.kit.formatting import duration, place
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.i18n import lazy_gettext, ngettext
from server.lenses.kit.journey_entry import EventSummary, JourneyEntry, anywhere
from server.lenses.kit.lazy_sequence import LazySequence
from server.lenses.kit.lens import Lens, unreadable
from server.lenses.kit.sentence import Sentence, compose, fact, plain
from server.lenses.sql.format import pretty_sql
from server.lenses.sql.repeats import Repeat, SentStatement, repeats, sent_statements
from server.model.event import Event
from server.model.exchange import Exchange

_SHORT: Final = 120
_ASKING: Final = ("execute", "executemany", "executescript")
_MOST_FOLDS: Final = 60
_THROUGH: Final = {"sqlalchemy": "SQLAlchemy", "sqlite3": "sqlite3"}


def _location(sent: SentStatement) -> str:
    return place(sent.caller.file, sent.caller.line) if sent.caller else _("no line of the app's own")


def _one_line(body: EventReader) -> str:
    """Return a statement on one line."""
    words = " ".join(body.text("statement").split())
    return words if len(words) <= _SHORT else words[: _SHORT - 1] + "…"


def _duration(event: Event) -> str:
    took = finite(event.took)
    return "" if took is None else duration(took)


def _remark(repeat: Repeat) -> Remark:
    number, line = repeat.times, _location(repeat.first)
    if repeat.parent is not None:
        rows = repeat.parent.body.whole("rows")
        sentence = compose(
            _(
                "This looks like N+1: a query at %(parent)s gave %(rows)d rows, then the line %(line)s asked"
                " %(number)d times, with other values."
            ),
            rows=rows,
            parent=_location(repeat.parent),
            line=line,
            number=number,
        )
        return Remark(sentence=sentence, tone=Tone.WARNING, remedy=_remedy(repeat.first))
    if repeat.differing:
        wording = _(
            "The line %(line)s sent the same statement %(number)d times, each time with other values."
        )
        return Remark(
            sentence=compose(wording, line=line, number=number), tone=Tone.NOTE, remedy=_remedy(repeat.first)
        )
    return Remark(
        sentence=compose(
            _("The line %(line)s sent the same query %(number)d times."), line=line, number=number
        ),
        tone=Tone.NOTE,
        remedy=None if repeat.between else plain(_("Query once and keep the result in a variable.")),
    )


def _remedy(sent: SentStatement) -> Sentence:
    if sent.body.text("library") == "sqlalchemy":
        return compose(
            _(
                "If a relationship is loaded here, add %(option)s for it to the first query; otherwise write"
                " a join."
            ),
            option="options(selectinload(…))",
        )
    return compose(
        _("Ask once for all of them: a %(join)s in the first query, or %(list)s in the second."),
        join="JOIN",
        list="WHERE … IN (…)",
    )


def _implicit(body: EventReader) -> Sentence:
    """Say which operation of the library this is, and that it is not known to have been sent."""
    statement = body.text("statement")
    library = _THROUGH.get(body.text("library"), body.text("library"))
    if body.text("operation") == "begin":
        wording = _("%(statement)s by %(library)d (the driver sends it when it has to)")
    else:
        wording = _("%(statement)s by %(library)d (the driver sends it if a transaction is open)")
    return compose(wording, statement=statement, library=library)


def _totals(everything: tuple[SentStatement, ...], found: tuple[Repeat, ...]) -> Facts:
    known = [sent for sent in everything if not sent.implicit]
    number = sum(sent.event.times for sent in known)
    took = sum(sent.event.total_took for sent in known)
    repeated = sum(repeat.times - 1 for repeat in found)
    names = sorted({sent.body.text("library") for sent in everything})
    dialects = sorted({sent.body.text("dialect") for sent in everything})
    rows = [
        Fact(label=_("Statements"), value=plain(number)),
        Fact(
            label=_("Time"),
            value=plain(duration(took)),
            means=_("From sending to the answer, without fetching."),
        ),
        Fact(
            label=_("Through"),
            value=plain(", ".join(_THROUGH.get(name, name) for name in names)),
            means=", ".join(dialects),
        ),
    ]
    if repeated:
        rows.insert(1, Fact(label=_("Repeats"), value=plain(repeated), tone=Tone.WARNING))
    return Facts(rows=tuple(rows))


def _rows(everything: tuple[SentStatement, ...]) -> tuple[Row, ...]:
    """Return a row for each event; only statements that are known to have been sent are numbered."""
    numbers = accumulate(not sent.implicit for sent in everything)
    return tuple(
        _row("" if sent.implicit else number, sent) for number, sent in zip(numbers, everything, strict=True)
    )


def _row(number: int | str, sent: SentStatement) -> Row:
    body = sent.body
    control = body.text("operation") not in _ASKING
    rows = body.maybe_whole("rows")
    error = body.text("error")
    cells: tuple[Cell, ...] = (
        plain(number),
        plain(duration(finite(sent.event.at) or 0.0)),
        plain(_duration(sent.event)),
        plain("" if rows is None else rows),
        _with_folded(sent),
        fact(_location(sent)) if sent.caller else plain(""),
    )
    tone = Tone.ERROR if error else Tone.MUTED if control else Tone.PLAIN
    return Row(cells=cells, tone=tone, mark=_("failed") if error else "")


def _with_folded(sent: SentStatement) -> Sentence:
    """Return the statement on one line, and how many similar ones after it are only counted."""
    statement = _implicit(sent.body) if sent.implicit else fact(_one_line(sent.body))
    folded = sent.event.folded
    if folded is None:
        return statement
    wording = ngettext(
        " and %(num)d more like it until %(time)s",
        " and %(num)d more like it until %(time)s",
        folded.count,
        time=duration(folded.until),
    )
    return Sentence(parts=(*statement.parts, *plain(wording).parts))


def _unreadable_row(error: Exception) -> Row:
    return Row(cells=(unreadable(error).sentence,), tone=Tone.WARNING)


def _details(body: EventReader, *, failing: bool = True) -> Iterator[Block]:
    """Return the formatted statement with its parameters."""
    if failing and body.text("error"):
        yield Remark(sentence=fact(body.text("error")), tone=Tone.ERROR)
    if body.text("operation") not in _ASKING:
        return
    yield _pretty(body)
    if body.flag("cut"):
        yield Remark(
            sentence=plain(_("The statement is longer; only its beginning was recorded.")), tone=Tone.MUTED
        )
    parameters = body.values("parameters")
    batches = body.maybe_whole("batches")
    if batches is not None:
        sentence = ngettext("Done for %(num)d set of values.", "Done for %(num)d sets of values.", batches)
        yield Remark(sentence=plain(sentence), tone=Tone.MUTED)
    if parameters:
        yield Table(
            caption=_("Parameters"),
            head=(_("Parameter"), _("Type"), _("Value")),
            rows=tuple(
                Row(cells=(fact(_parameter(name)), fact(value.type), value)) for name, value in parameters
            ),
            omitted=body.whole("omitted"),
        )


def _parameter(name: str) -> str:
    """Return how a parameter is called: a positional one by the sign of its place."""
    return f"?{name}" if name.isdigit() else name


def _pretty(body: EventReader) -> LazyText:
    """Return the formatted statement; it is parsed when it is shown, for a page may hold hundreds."""
    return LazyText(
        make=partial(pretty_sql, body.text("statement"), body.text("dialect")), label=_("Statement")
    )


def _group(repeat: Repeat) -> Fold:
    body = repeat.first.body
    head = (_("At"), _("Took"), _("Rows"), _("Parameters"))
    rows = tuple(
        Row(
            cells=(
                plain(duration(finite(sent.event.at) or 0.0)),
                plain(_duration(sent.event)),
                plain(_row_count(sent.body)),
                fact(", ".join(f"{_parameter(name)}={value}" for name, value in sent.parameters)),
            )
        )
        for sent in repeat.statements[:_MOST_FOLDS]
    )
    omitted = repeat.times - len(rows)
    return Fold(
        sentence=compose(
            _("%(number)d times: %(statement)s"), number=repeat.times, statement=_one_line(body)
        ),
        blocks=(
            _pretty(body),
            Table(caption=_("Each time"), head=head, rows=rows, omitted=omitted, numbers=(0, 1, 2)),
        ),
        aside=duration(repeat.took),
        open=repeat.parent is not None,
    )


def _row_count(body: EventReader) -> str:
    rows = body.maybe_whole("rows")
    return "" if rows is None else str(rows)


def _show(exchange: Exchange) -> tuple[Block, ...]:
    everything = sent_statements(exchange)
    if not everything:
        return ()
    try:
        return _blocks(everything)
    except UnreadableError as error:
        return (unreadable(error),)


def _blocks(everything: tuple[SentStatement, ...]) -> tuple[Block, ...]:
    found = repeats(everything)
    head = (_("No."), _("At"), _("Took"), _("Rows"), _("Statement"), _("From"))
    rows = LazySequence(lambda: _rows(everything), _unreadable_row)
    failures = tuple(
        Remark(
            sentence=compose(_("%(error)s at %(line)s"), error=sent.body.text("error"), line=_location(sent)),
            tone=Tone.ERROR,
        )
        for sent in everything
        if sent.body.text("error")
    )
    grouped = {id(sent) for repeat in found for sent in repeat.statements}
    queries = [sent for sent in everything if sent.body.text("operation") in _ASKING]
    alone = [query for query in queries if id(query) not in grouped]
    folds: tuple[Block, ...] = tuple(
        Fold(
            sentence=compose("%(statement)s", statement=_one_line(sent.body)),
            blocks=tuple(_details(sent.body, failing=False)),
            aside=_duration(sent.event),
        )
        for sent in alone[:_MOST_FOLDS]
    )
    groups: tuple[Block, ...] = tuple(_group(repeat) for repeat in found)
    table = Table(caption=_("Statements in the order of sending"), head=head, rows=rows, numbers=(0, 1, 2, 3))
    return (
        *failures,
        *(_remark(repeat) for repeat in found),
        _totals(everything, found),
        *((Section(title=_("Repeated"), blocks=groups),) if groups else ()),
        Section(title=_("In the order of sending"), blocks=(table,)),
        *((Section(title=_("One by one"), blocks=folds),) if folds else ()),
    )


def _summarise(event: Event) -> EventSummary:
    body = EventReader(event.body)
    operation = body.text("operation")
    tone = Tone.ERROR if body.text("error") else Tone.PLAIN
    sentence = _implicit(body) if body.flag("implicit") else fact(_one_line(body))
    rows = body.maybe_whole("rows")
    if rows is not None and operation == "execute":
        count = ngettext(" (%(num)d row)", " (%(num)d rows)", rows)
        sentence = Sentence(parts=(*sentence.parts, *plain(count).parts))
    details: LazySequence[Block] = LazySequence(lambda: tuple(_details(body)), unreadable)
    return EventSummary(sentence=sentence, blocks=details, tone=tone)


def _count(exchange: Exchange) -> int:
    """Return the number of statements that are known to have been sent, for the number on the tab."""
    return sum(
        event.times
        for event in exchange.of("sql")
        if not isinstance(event.body, dict) or event.body.get("implicit") is not True
    )


LENS: Final = Lens(
    kind="sql",
    tab="sql",
    title=lazy_gettext("SQL"),
    when_empty=lazy_gettext("No statement was sent to a database through SQLAlchemy or sqlite3."),
    show=_show,
    journey=JourneyEntry(
        label=lazy_gettext("SQL"),
        summarise=_summarise,
        stage=anywhere,
        contains=False,
        cuttable=True,
        fails_stage=False,
        explains=False,
    ),
    count=_count,
    needs_flask=False,
    rare=True,
)
