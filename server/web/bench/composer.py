"""Turn the form of the composer into a request, and send it."""

import json as jsons
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import SplitResult, urlsplit

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from server import preferences
from server.model.exchange import Exchange, Response
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.runner.requests import cookie_text
from server.runner.requests.builder import FORM, build_request, is_method
from server.runner.requests.send_queue import SendingPage
from server.web.base.context import services, settings
from server.web.bench import identities

Pairs = tuple[tuple[str, str], ...]
# The header in which a page names a request that it sends, so that it can be told of it and cancel it.
TICKET_HEADER: Final = "X-Fumehood-Send"
_LONGEST_TICKET: Final = 64
THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """The content of the composer.

    `missing` names redacted values, which the user must type again, and `files` fields whose files must be
    chosen again. `recorded` are the cookies of the request that is edited, which are not among those to send.
    `notes` say what was not taken over, `saved` is the name of the saved request that is shown.
    """

    method: str = "GET"
    url: str = "/"
    query: Pairs = ()
    headers: Pairs = ()
    cookies: Pairs = ()
    form: Pairs = ()
    json: str = ""
    raw: str = ""
    bearer: str = ""
    user: str = ""
    password: str = ""
    missing: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    recorded: Pairs = ()
    notes: tuple[str, ...] = ()
    saved: str = ""


def blank() -> Form:
    """Return an empty composer."""
    return Form()


def outgoing(form: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> OutgoingRequest | Problem:
    """Return the request that the form describes, or the problem with it."""
    fields, chosen = pairs_of(form, "form"), _files(form, files)
    json, raw = form.get("json", "").strip(), form.get("raw", "")
    bodies = (
        (fields, _("Form")),
        (chosen, _("Files")),
        (json, "JSON"),
        (raw, _("Raw")),
    )
    if sum((bool(fields or chosen), bool(json), bool(raw))) > 1:
        tabs = ", ".join(str(tab) for content, tab in bodies if content)
        return Problem(
            code=ProblemCode.TWO_BODIES,
            cause=_("This request has more than one body: %(tabs)s.", tabs=tabs),
            remedy=_("Keep one: a form with its files, or JSON, or raw text. Empty the other tabs."),
        )
    method = form.get("method", "GET").strip().upper() or "GET"
    if not is_method(method):
        return no_method(method)
    path = path_of(form.get("url", "/").strip())
    if isinstance(path, Problem):
        return path
    problem = _json_problem(json)
    if problem is not None:
        return problem
    typed = pairs_of(form, "headers")
    headers = _with_content_type(typed, json=bool(json), form=bool(fields), files=bool(chosen))
    return build_request(
        method=method,
        path=path,
        query=pairs_of(form, "query"),
        headers=_with_authorization(headers, form),
        cookies=tuple((name, cookie_text.to_wire(value)) for name, value in pairs_of(form, "cookies")),
        form=fields,
        raw=(json or raw).encode() or None,
        files=chosen,
    )


def no_method(method: str) -> Problem:
    """The method has characters that none can have."""
    return Problem(
        code=ProblemCode.BAD_REQUEST,
        cause=_("“%(method)s” cannot be the method of a request.", method=method),
        remedy=_("Enter one word, such as GET or POST."),
    )


def _with_content_type(headers: Pairs, *, json: bool, form: bool, files: bool) -> Pairs:
    """Return the headers without a Content-Type that does not fit the body, and with that of JSON."""
    fits: Callable[[str], bool]
    if json:
        fits = _is_json
    elif files:
        fits = _never
    elif form:
        fits = _is_form
    else:
        return headers
    kept = tuple(pair for pair in headers if pair[0].lower() != "content-type" or fits(pair[1].lower()))
    if json and all(name.lower() != "content-type" for name, _value in kept):
        return (*kept, ("Content-Type", "application/json"))
    return kept


def _is_json(kind: str) -> bool:
    return "json" in kind


def _is_form(kind: str) -> bool:
    return kind.startswith(FORM)


def _never(_kind: str) -> bool:
    """Refuse every type: that of several parts names a boundary, which is made anew."""
    return False


def _with_authorization(headers: Pairs, form: MultiDict[str, str]) -> Pairs:
    """Return the headers with the credentials of the tab Login, if it has some."""
    scheme = form.get("auth", "")
    if scheme == "bearer" and (token := form.get("auth-token", "").strip()):
        credentials = f"Bearer {token}"
    elif scheme == "basic" and (form.get("auth-user") or form.get("auth-password")):
        pair = f"{form.get('auth-user', '')}:{form.get('auth-password', '')}"
        credentials = f"Basic {b64encode(pair.encode()).decode()}"
    else:
        return headers
    others = tuple(pair for pair in headers if pair[0].lower() != "authorization")
    return (*others, ("Authorization", credentials))


def send(guest: Guest, outgoing: OutgoingRequest, identity: str = identities.NOBODY) -> Exchange | Problem:
    """Send a request to a guest when it is its turn, with the cookies of a visitor, and keep those that come.

    Wait for an app that is starting, such as after a save, and for the answer, each as long as the settings
    allow, and until the answer is kept.
    """
    seconds = preferences.number(settings(), preferences.REQUEST_SECONDS)
    start_seconds = preferences.number(settings(), preferences.START_SECONDS)
    is_gone: Callable[[], bool] | None = request.environ.get("waitress.client_disconnected")
    sender = SendingPage(ticket=request.headers.get(TICKET_HEADER, "")[:_LONGEST_TICKET])
    if is_gone is not None:
        sender = replace(sender, is_gone=is_gone)
    outgoing = identities.with_cookies(outgoing, guest.target, identity)
    came: list[Response] = []

    def run() -> Exchange | Problem:
        guest.wait(start_seconds)
        return guest.send(outgoing, timeout=seconds, answered=came.append)

    answer = services().sends.run(guest.id, sender, run)
    for response in came:
        identities.keep_cookies(guest.target, identity, outgoing, response)
    if isinstance(answer, Exchange):
        services().store.ensure(answer)
        if identity != identities.NOBODY:
            services().store.marks.set_visitor(answer.id, identity)
    return answer


def pairs_of(form: MultiDict[str, str], kind: str) -> Pairs:
    """Return the rows of one tab that have a name."""
    names, values = form.getlist(f"{kind}-name"), form.getlist(f"{kind}-value")
    return tuple((name.strip(), value) for name, value in zip(names, values, strict=False) if name.strip())


def _files(
    form: MultiDict[str, str], files: MultiDict[str, FileStorage]
) -> tuple[tuple[str, str, str, bytes], ...]:
    """Return the chosen files as (field, file name, content type, bytes)."""
    names = form.getlist("files-name")
    return tuple(
        (
            name.strip() or "file",
            file.filename,
            file.mimetype or "application/octet-stream",
            file.stream.read(),
        )
        for name, file in zip(names, files.getlist("files-value"), strict=False)
        if file.filename
    )


def _json_problem(text: str) -> Problem | None:
    if not text:
        return None
    try:
        jsons.loads(text)
    except (ValueError, RecursionError) as error:
        return Problem(
            code=ProblemCode.BAD_JSON,
            cause=_("This is not JSON."),
            remedy=_("Correct it, or send it unchanged from the Raw tab."),
            detail=str(error),
        )
    return None


def path_of(url: str) -> str | Problem:
    """Return the path with its query; a whole address is accepted if its host is this machine."""
    parts = _split(url)
    if parts is None or (parts.scheme in ("http", "https") and parts.netloc):
        if parts is None or parts.hostname not in THIS_MACHINE:
            return Problem(
                code=ProblemCode.ELSEWHERE,
                cause=_("%(url)s is not on this machine: requests go to the app of this bench.", url=url),
                remedy=_("Enter only the path, beginning with /."),
            )
        url = url.split(parts.netloc, 1)[1]
    url = url.split("#", 1)[0]
    return url if url.startswith("/") else f"/{url}"


def _split(url: str) -> SplitResult | None:
    """Return the parts of an address, None if its host is malformed."""
    try:
        return urlsplit(url)
    except ValueError:
        return None
