"""The stages of a request, each with a title and an explanation for readers who do not know Flask yet."""

from dataclasses import dataclass
from typing import Final

from server.lenses.kit.i18n import Lazy
from server.lenses.kit.i18n import lazy_gettext as _


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One stage of handling a request; `explains` is one sentence."""

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
    title=_("Routing"),
    explains=_("Flask compares path and method with its rules and finds the function to call."),
)
BEFORE: Final = Stage(
    name="before",
    title=_("Before the view"),
    explains=_("Hooks check and prepare; the first that returns something answers, and the view is skipped."),
)
VIEW: Final = Stage(
    name="view",
    title=_("The view"),
    explains=_("The function behind the rule makes the response, often from a template."),
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
    title=_("Response sent"),
    explains=_("The session is saved where needed; then status and headers are sent, and the body if any."),
)
BARE_ANSWER: Final = _("Status and headers are sent, and the body if there is one.")
"""What replaces the explanation of `ANSWER` for an app that is not a Flask app."""

TEARDOWN: Final = Stage(
    name="teardown",
    title=_("Cleanup"),
    explains=_("Functions registered for the end of the request run, even if something failed."),
)
CLOSE: Final = Stage(
    name="close",
    title=_("Response closed"),
    explains=_("The server has finished with the response."),
)
LATER: Final = Stage(
    name="later",
    title=_("Later, in a worker"),
    explains=_("Queued tasks run in another process, in their own time."),
)

THREADS: Final = Stage(
    name="threads",
    title=_("In other threads"),
    explains=_("Threads that this request started work beside it and may go on after the response was sent."),
)

BEFORE_THE_VIEW: Final = (SOCKET, ROUTING, BEFORE)
