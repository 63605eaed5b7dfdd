"""Remarks about a guest that runs, but not as it might."""

from flask_babel import gettext as _

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
