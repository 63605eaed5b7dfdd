"""Remarks on the bench that exchanges of the app are kept no longer: how many, and why."""

from flask_babel import gettext as _
from flask_babel import ngettext

from server.model.notice import Notice
from server.store.writing.lost_exchanges import Lost


def lost_notices(lost: Lost, history_mb: int) -> tuple[Notice, ...]:
    """Return a remark for each reason for which exchanges of this opening are not kept."""
    found = []
    if lost.deleted:
        cause = ngettext(
            "%(num)d exchange, the oldest since the app was opened, was deleted:"
            " the history has reached its limit of %(limit)s MB.",
            "%(num)d exchanges, the oldest since the app was opened, were deleted:"
            " the history has reached its limit of %(limit)s MB.",
            lost.deleted,
            limit=history_mb,
        )
        found.append(Notice(cause=cause, remedy=_("To keep more, raise the limit in the settings.")))
    if lost.unwritten:
        cause = ngettext(
            "%(num)d exchange of this app is lost: while the history could not be written,"
            " it did not fit into memory.",
            "%(num)d exchanges of this app are lost: while the history could not be written,"
            " they did not fit into memory.",
            lost.unwritten,
        )
        found.append(Notice(cause=cause, remedy=_("Send the requests again to see what happens inside.")))
    return tuple(found)
