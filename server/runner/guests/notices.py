"""Remarks about a guest that runs, but not as it might."""

from server.i18n import gettext as _
from server.i18n import ngettext
from server.model.notice import Notice
from server.model.versions import Versions


def old_flask_notice(versions: Versions) -> Notice | None:
    """Return the remark that Flask is too old to be seen from the inside; None if it is not."""
    if versions.old_flask is None:
        return None
    return Notice(
        cause=_(
            "The app runs on Flask %(version)s. Fumehood sees inside Flask 2.2 and newer.",
            version=versions.old_flask,
        ),
        remedy=_(
            "Requests and responses, SQL, mail, logs, warnings and output are shown;"
            " routing, hooks, views, templates and sessions are not."
        ),
    )


def many_routes_notice(left_out: int) -> Notice | None:
    """Return the remark that so many of the app's rules are not suggested; None if there are none."""
    if not left_out:
        return None
    return Notice(
        cause=ngettext(
            "%(num)d more rule of the app is not shown: the rules are too many or too long.",
            "%(num)d more rules of the app are not shown: the rules are too many or too long.",
            left_out,
        ),
        remedy=ngettext(
            "Its path can be typed all the same, and is recorded like any other.",
            "Their paths can be typed all the same, and are recorded like any others.",
            left_out,
        ),
    )
