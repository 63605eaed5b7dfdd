"""The problems that the store may have, as messages for the user."""

from collections.abc import Callable
from pathlib import Path

from server.i18n import gettext as _
from server.i18n import ngettext
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.store.recovery.emptied import EMPTIED
from server.store.recovery.report import Recovery
from server.store.writing.outage import Cause, Outage

# Built when it is shown, in the language of that request.
Reason = Callable[[], Problem]


def newer(path: str) -> Problem:
    """The file belongs to a later version."""
    return Problem(
        code=ProblemCode.STORE_NEWER,
        cause=_(
            "The history in %(path)s was written by a newer Fumehood, and this one cannot read it.", path=path
        ),
        remedy=_("Use the newer Fumehood. Until then, what you do here is lost when you close Fumehood."),
    )


def rescued(path: str, recovery: Recovery) -> Problem:
    """The file was damaged, and what could be read of it is in a new one."""
    if recovery.why == EMPTIED:
        return Problem(
            code=ProblemCode.STORE_DAMAGED,
            cause=_("The file of the history, %(path)s, was empty.", path=path),
            remedy=" ".join((_("A new one was started."), _aside(recovery))),
        )
    if not any(table.kept for table in recovery.tables):
        kept = _("A new one was started, because nothing of it could be read.")
    elif recovery.lost:
        tables = ", ".join(table_name(table.table) for table in recovery.lost)
        kept = _(
            "A new one was started with what could be read. A part is lost of: %(tables)s.", tables=tables
        )
    else:
        kept = _("A new one was started, and everything could be carried over.")
    return Problem(
        code=ProblemCode.STORE_DAMAGED,
        cause=_("The history in %(path)s was damaged.", path=path),
        remedy=" ".join((kept, _aside(recovery))),
        detail=recovery.why,
    )


def _aside(recovery: Recovery) -> str:
    if recovery.why == EMPTIED:
        kept: str = _("The empty file was kept as %(aside)s.", aside=recovery.copy)
    else:
        kept = _("The damaged file was kept as %(aside)s.", aside=recovery.copy)
    return kept


def not_rescued(path: str, why: str) -> Problem:
    """The open file is damaged, and could not be replaced."""
    return Problem(
        code=ProblemCode.STORE_DAMAGED,
        cause=_("The history in %(path)s is damaged, and parts of it cannot be read.", path=path),
        remedy=_("Close Fumehood and start it again: it then carries what can be read into a new one."),
        detail=why,
    )


def set_aside() -> Problem:
    """Single values are not as they must be; how many is unknown, because not all were read yet."""
    return Problem(
        code=ProblemCode.STORE_VALUES,
        cause=_("Some stored values cannot be used and were left out."),
        remedy=_("In their place Fumehood uses the defaults. They stay in the file until you change them."),
    )


def unreadable_contents() -> Problem:
    """The row of an exchange is there, and its contents are missing or damaged."""
    return Problem(
        code=ProblemCode.STORE_VALUES,
        cause=_("The stored contents of this exchange cannot be read."),
        remedy=_("Its row is all that is left. Send the request again to see what happens inside."),
    )


def table_name(table: str) -> str:
    """Return what a table holds, in the language of the reader."""
    names = {
        "exchanges": _("exchanges"),
        "contents": _("contents of exchanges"),
        "settings": _("settings"),
        "recent": _("apps opened before"),
        "trust": _("trusted folders"),
        "predictions": _("predictions"),
        "verdicts": _("verdicts"),
        "trials": _("results by interpreter"),
        "changes": _("changed verdicts"),
        "letters": _("mail"),
        "projects": _("settings of apps"),
        "marks": _("notes and pins"),
        "openings": _("openings of apps"),
        "settings-file": "settings.json",
    }
    return str(names.get(table, table))


def not_kept(path: str, outage: Outage, wanted: int, free: int | None) -> Problem:
    """Nothing can be written at present; `wanted` and `free` are bytes."""
    match outage.cause:
        case Cause.LOCKED:
            cause = _(
                "Nothing is saved at present: another program has locked the history in %(path)s.", path=path
            )
            remedy = _("Close that program, or wait.")
        case Cause.FULL:
            cause = _("Nothing is saved at present: there is no room for the history in %(path)s.", path=path)
            remedy = _room_remedy(wanted, free)
        case Cause.READ_ONLY:
            cause = _("Nothing is saved at present: the history in %(path)s may not be written.", path=path)
            remedy = _("Make the file and its folder writable.")
        case Cause.MOVED:
            cause = _("Nothing is saved at present: the history in %(path)s was moved or deleted.", path=path)
            remedy = _("Put the file back, or wait: Fumehood makes it again, with all that was in it.")
        case Cause.NO_FILE:
            cause = _(
                "Nothing is saved at present: a folder, or something else that is not a file,"
                " lies at %(path)s.",
                path=path,
            )
            remedy = _("Move it away: Fumehood then makes its file there.")
        case Cause.OTHER:
            cause = _(
                "Nothing is saved at present: the history in %(path)s cannot be used: %(why)s.",
                path=path,
                why=outage.why,
            )
            remedy = _("Correct the permissions of the folder and of the file in it.")
    sentences = [remedy, _("What you do meanwhile is held in memory, and saved as soon as that is possible.")]
    if outage.dropped:
        sentences.append(_dropped_sentence(outage.dropped))
    return Problem(
        code=ProblemCode.STORE_UNUSABLE if outage.at_start else ProblemCode.STORE_NOT_WRITTEN,
        cause=cause,
        remedy=" ".join(sentences),
        detail=outage.why,
    )


def dropped(number: int) -> Problem:
    """The file is written again, but not everything fitted into memory meanwhile."""
    return Problem(
        code=ProblemCode.STORE_NOT_WRITTEN,
        cause=_("The history could not be written for a while, and is not complete."),
        remedy=_dropped_sentence(number),
    )


def came_back(path: str, copy: Path | None) -> Problem:
    """The file was moved or deleted, and made again; with a `copy` of it, another file had its place."""
    if copy is None:
        cause = _("The history in %(path)s was moved or deleted while Fumehood was running.", path=path)
        remedy = _("Fumehood has made the file again: nothing is lost.")
    else:
        cause = _(
            "The history in %(path)s was replaced by another file while Fumehood was running.", path=path
        )
        remedy = _("Fumehood goes on with that file. The earlier history was kept as %(aside)s.", aside=copy)
    return Problem(code=ProblemCode.STORE_NOT_WRITTEN, cause=cause, remedy=remedy)


def _room_remedy(wanted: int, free: int | None) -> str:
    if free is None or free >= wanted:
        remedy: str = _(
            "Free some disk space: Fumehood needs %(wanted)s MB."
            " The disk is full, or a limit on the size of files is reached.",
            wanted=_megabytes(wanted),
        )
    else:
        remedy = _(
            "Free some disk space: Fumehood needs %(wanted)s MB, and %(free)s MB are free.",
            wanted=_megabytes(wanted),
            free=_megabytes(free),
        )
    return remedy


def _megabytes(size: int) -> str:
    return f"{size / (1 << 20):.0f}"


def _dropped_sentence(number: int) -> str:
    sentence: str = ngettext(
        "%(num)d exchange or message, the oldest, did not fit into memory and is lost.",
        "%(num)d exchanges or messages, the oldest, did not fit into memory and are lost.",
        number,
    )
    return sentence
