"""The WSGI environ in groups, with the meaning of the names that the standard defines."""

from typing import Final

from server.lenses.kit.blocks import Block, Fact, Facts, Fold, Remark, Tone, Value
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import plain

_REQUEST: Final = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "REQUEST_URI",
    "RAW_URI",
    "CONTENT_TYPE",
    "CONTENT_LENGTH",
)
_SERVER: Final = ("SERVER_", "REMOTE_", "GATEWAY_")

_MEANS: Final[dict[str, Lazy]] = {
    "REQUEST_METHOD": lazy_gettext("The method of the request line."),
    "SCRIPT_NAME": lazy_gettext("The path before this app: empty where it is mounted at the root."),
    "PATH_INFO": lazy_gettext("The rest of the path, percent-decoded."),
    "QUERY_STRING": lazy_gettext("What follows the question mark, still encoded."),
    "REQUEST_URI": lazy_gettext("The target as in the request line; not every server provides it."),
    "CONTENT_TYPE": lazy_gettext("The Content-Type header; its name has no HTTP_ prefix, as in CGI."),
    "CONTENT_LENGTH": lazy_gettext("The Content-Length header; its name has no HTTP_ prefix, as in CGI."),
    "SERVER_NAME": lazy_gettext("The server's own name; the Host header takes precedence."),
    "SERVER_PORT": lazy_gettext("The server's port, as text."),
    "SERVER_PROTOCOL": lazy_gettext("The HTTP version of the request."),
    "REMOTE_ADDR": lazy_gettext("Who connected: behind a proxy that is the proxy."),
    "HTTP_HOST": lazy_gettext("The Host header: the client chose it, so do not trust it."),
    "HTTP_COOKIE": lazy_gettext("All cookies, in one header."),
    "wsgi.version": lazy_gettext("The version of the WSGI standard."),
    "wsgi.url_scheme": lazy_gettext("http or https, as the server sees it."),
    "wsgi.input": lazy_gettext("The stream of the body; it can be read only once."),
    "wsgi.errors": lazy_gettext("Where errors are written."),
    "wsgi.multithread": lazy_gettext("Whether another thread may run the app at the same time."),
    "wsgi.multiprocess": lazy_gettext("Whether another process may run the app at the same time."),
    "wsgi.run_once": lazy_gettext("Whether the app is called once and then ends, as in CGI."),
    "wsgi.file_wrapper": lazy_gettext("The server's fast way to send a file."),
    "wsgi.input_terminated": lazy_gettext(
        "Whether the stream ends by itself, also without a Content-Length."
    ),
}


def groups(body: EventReader) -> tuple[Block, ...]:
    """Return the environ of a request event as folds: request, headers, server, wsgi.*, and additions."""
    entries = body.values("environ")
    if not entries:
        return (Remark(sentence=plain(_("The environ was not recorded.")), tone=Tone.MUTED),)
    sorted_in: dict[str, list[Fact]] = {"request": [], "headers": [], "server": [], "wsgi": [], "other": []}
    for name, value in entries:
        sorted_in[_group(name)].append(_entry(name, value))
    titles = {
        "request": _("The request"),
        "headers": _("Headers, as HTTP_ names"),
        "server": _("The server and the client"),
        "wsgi": _("wsgi.*: what the standard adds"),
        "other": _("Added by the server or a middleware"),
    }
    return tuple(
        Fold(
            sentence=plain(titles[group]),
            blocks=(Facts(rows=tuple(facts)),),
            aside=str(len(facts)),
            open=group == "request",
        )
        for group, facts in sorted_in.items()
        if facts
    )


def _group(name: str) -> str:
    if name in _REQUEST:
        return "request"
    if name.startswith("HTTP_"):
        return "headers"
    if name.startswith(_SERVER):
        return "server"
    return "wsgi" if name.startswith("wsgi.") else "other"


def _entry(name: str, value: Value) -> Fact:
    return Fact(label=name, value=value, means=str(_MEANS.get(name, "")), code=True)
