"""Read exchanges from a file that a stranger may have written."""

from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from server.model.exchange import Exchange
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.store.checked.values import MISFITS, from_json_text
from server.transfer.exchange_files import har_reading, share

MOST_BYTES: Final = 24 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadExchanges:
    """The exchanges of a file, and how many more of it could not be used."""

    exchanges: tuple[Exchange, ...]
    left_out: int = 0


def read_exchanges(data: bytes, guest: str) -> ReadExchanges | Problem:
    """Return the exchanges of a HAR file or of a share file, as those of that guest, or why there are none.

    Nothing of the file is evaluated: it is JSON, whose values are checked one by one.
    """
    if len(data) > MOST_BYTES:
        return Problem(
            code=ProblemCode.NOT_READ,
            cause=_("The file is larger than %(size)s MB.", size=MOST_BYTES >> 20),
            remedy=_("Export fewer requests, or without bodies."),
        )
    try:
        value = from_json_text(data.decode("utf-8-sig"), MOST_BYTES)
        if isinstance(value, dict) and value.get("format") == share.FORMAT:
            return ReadExchanges(exchanges=(share.exchange_of(value, guest),))
        found, left_out = har_reading.exchanges_of(value, guest)
    except MISFITS as error:
        return _not_read(str(error))
    if not found:
        return _not_read(_("no entry of it could be used"))
    return ReadExchanges(exchanges=tuple(found), left_out=left_out)


def _not_read(why: str) -> Problem:
    return Problem(
        code=ProblemCode.NOT_READ,
        cause=_(
            "The file cannot be read: it is damaged, or neither HAR nor an exchange that Fumehood shared."
        ),
        remedy=_("Nothing was added. Export it again, as HAR 1.2 with content, and choose that file."),
        detail=why,
    )
