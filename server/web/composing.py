"""From the composer's form to a request, and from an exchange back to the form."""

import json as jsons
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from server import preferences
from server.model.exchange import Exchange
from server.model.guest import Problem
from server.model.outgoing import Outgoing
from server.runner.compose import compose
from server.runner.guests import Guest
from server.web.current import settings

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """What the composer shows; `missing` names what was redacted and must be typed again."""

    method: str = "GET"
    url: str = "/"
    query: Pairs = ()
    headers: Pairs = ()
    cookies: Pairs = ()
    form: Pairs = ()
    json: str = ""
    raw: str = ""
    missing: tuple[str, ...] = ()
    lost_files: bool = False


def blank() -> Form:
    """The composer before anything was typed."""
    return Form()


def outgoing(form: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> Outgoing | Problem:
    """The request that the form describes, or what is wrong with it."""
    fields, chosen = _pairs(form, "form"), _files(form, files)
    json, raw = form.get("json", "").strip(), form.get("raw", "")
    if sum((bool(fields or chosen), bool(json), bool(raw))) > 1:
        return Problem(
            code="two-bodies",
            cause=_("This request has more than one body."),
            remedy=_("Keep one: a form with its files, or JSON, or raw text. Empty the other tabs."),
        )
    problem = _json_problem(json)
    if problem is not None:
        return problem
    headers = _pairs(form, "headers")
    if json and not any(name.lower() == "content-type" for name, _value in headers):
        headers = (*headers, ("Content-Type", "application/json"))
    return compose(
        method=form.get("method", "GET").strip().upper(),
        path=_path(form.get("url", "/").strip()),
        query=_pairs(form, "query"),
        headers=headers,
        cookies=_pairs(form, "cookies"),
        form=fields,
        raw=(json or raw).encode() or None,
        files=chosen,
    )


def send(guest: Guest, outgoing: Outgoing) -> Exchange | Problem:
    """Send it, and wait as long as the settings give a request."""
    return guest.send(outgoing, timeout=preferences.number(settings(), preferences.REQUEST_SECONDS))


def _pairs(form: MultiDict[str, str], kind: str) -> Pairs:
    """The rows of one tab; a row without a name is empty."""
    names, values = form.getlist(f"{kind}-name"), form.getlist(f"{kind}-value")
    return tuple((name.strip(), value) for name, value in zip(names, values, strict=False) if name.strip())


def _files(
    form: MultiDict[str, str], files: MultiDict[str, FileStorage]
) -> tuple[tuple[str, str, str, bytes], ...]:
    """The chosen files as (field, file name, content type, bytes)."""
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
    except ValueError as error:
        return Problem(
            code="bad-json",
            cause=_("This is not JSON."),
            remedy=_("Mend it, or send it as it is from the tab Raw."),
            detail=str(error),
        )
    return None


def _path(url: str) -> str:
    """The path with its query; of a whole address only that part, since the guest is where it goes."""
    parts = urlsplit(url)
    if parts.scheme and parts.netloc:
        url = url.split(parts.netloc, 1)[1]
    url = url.split("#", 1)[0]
    return url if url.startswith("/") else f"/{url}"
