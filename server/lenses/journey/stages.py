"""The stations that every request passes, in words for who has never seen Flask."""

from dataclasses import dataclass
from typing import Final

from server.lenses.kit.event_reader import EventReader, UnreadableError
from server.lenses.kit.i18n import Lazy
from server.lenses.kit.i18n import lazy_gettext as _
from server.model.event import Event


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """A stretch of the way that has a name; `explains` is one sentence."""

    name: str
    title: Lazy
    explains: Lazy


SOCKET: Final = Stage(
    name="socket",
    title=_("The request arrives"),
    explains=_("The server reads it from the socket and hands it to the app as a dictionary, the environ."),
)
ROUTING: Final = Stage(
    name="routing",
    title=_("The URL map chooses"),
    explains=_("Flask compares path and method with its rules and learns which function is meant."),
)
BEFORE: Final = Stage(
    name="before",
    title=_("Before the view"),
    explains=_("Hooks look and prepare; the first that returns something answers, and the view is left out."),
)
VIEW: Final = Stage(
    name="view",
    title=_("The view"),
    explains=_("The function behind the rule makes the answer, often from a template."),
)
HANDLER: Final = Stage(
    name="handler",
    title=_("The error handler"),
    explains=_("Something was raised, and a function registered for it turns it into an answer."),
)
AFTER: Final = Stage(
    name="after",
    title=_("After the view"),
    explains=_("Hooks get the finished response and may change it, the last registered one first."),
)
ANSWER: Final = Stage(
    name="answer",
    title=_("The answer leaves"),
    explains=_("The session is saved into a cookie if it changed; then status, headers and body are sent."),
)
BARE_ANSWER: Final = _("Status, headers and body are sent.")
"""What is true of `ANSWER` in an app that is not Flask's."""

TEARDOWN: Final = Stage(
    name="teardown",
    title=_("Clearing up"),
    explains=_("What the request held is freed, also where something failed."),
)
CLOSE: Final = Stage(
    name="close",
    title=_("The server closes"),
    explains=_("The last byte is out and the server lets go of the response."),
)
LATER: Final = Stage(
    name="later",
    title=_("Later, in a worker"),
    explains=_("What was sent to a queue runs in another process, when this answer has long left."),
)

_PHASES: Final = {
    "url_value_preprocessor": BEFORE,
    "before_request": BEFORE,
    "errorhandler": HANDLER,
    "after_this_request": AFTER,
    "after_request": AFTER,
    "teardown_request": TEARDOWN,
    "teardown_appcontext": TEARDOWN,
}
_AT_ONCE: Final = ("sent", "unsent", "eager")
BEFORE_THE_VIEW: Final = (SOCKET, ROUTING, BEFORE)


def is_late(event: Event) -> bool:
    """Whether an event is the news of a worker, which says nothing of how long the answer took."""
    try:
        return event.kind == "job" and EventReader(event.body).text("state") not in _AT_ONCE
    except UnreadableError:
        return False


def stage_of(event: Event, current: Stage) -> Stage:
    """Where an event happens that lies in no other; what belongs nowhere stays where we are."""
    try:
        body = EventReader(event.body)
        match event.kind:
            case "hook":
                return _PHASES.get(body.text("phase"), current)
            case "wsgi":
                return CLOSE if body.text("phase") == "close" else SOCKET
            case "cookie":
                return SOCKET if body.text("direction") == "sent" else ANSWER
            case "token" if body.text("act") == "met":
                return SOCKET if body.text("direction") == "in" else ANSWER
    except UnreadableError:
        return current
    return (
        LATER
        if is_late(event)
        else {"routing": ROUTING, "view": VIEW, "response": ANSWER}.get(event.kind, current)
    )
