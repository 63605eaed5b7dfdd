"""Between the form of the composer and a saved request, which people commit: it gets no secrets."""

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qsl, quote_plus, unquote_plus

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from server.model.guest import Target
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.runner.redaction.names import is_secret
from server.runner.requests.builder import FORM, JSON, is_method
from server.runner.requests.collection import folder, problems
from server.runner.requests.collection.http_file import BrokenFile, SavedRequest, parse, text_of
from server.web.bench.composer import Form, Pairs, no_method, pairs_of, path_of
from server.web.requests import placeholders

_PARAMETER: Final = re.compile(r"([?&])([^=&#]+)=([^&#]*)")
_MEMBER: Final = re.compile(r'("((?:[^"\\]|\\.)*)"\s*:\s*)"((?:[^"\\]|\\.)*)"')
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_.-]")


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestToSave:
    """A request to be written, and the names of the variables that stand in the place of its secrets."""

    request: SavedRequest
    replaced: tuple[str, ...]


def to_save(form: MultiDict[str, str], title: str, rule: str) -> RequestToSave | Problem:
    """Return the request that a form describes, or why it cannot be saved."""
    method = form.get("method", "GET").strip().upper()
    if not is_method(method):
        return no_method(method)
    if any(name.strip() for name in form.getlist("files-name")):
        return Problem(
            code=ProblemCode.BAD_REQUEST,
            cause=_("A request with files cannot be saved: its file would hold only text."),
            remedy=_("Empty the Files tab, or send the files each time from the composer."),
        )
    path = path_of(form.get("url", "/").strip())
    if isinstance(path, Problem):
        return path
    hidden = _Hidden()
    query = _encoded(hidden.pairs(pairs_of(form, "query")))
    typed = _PARAMETER.sub(hidden.parameter, path)
    target = typed + (("&" if "?" in typed else "?") + query if query else "")
    headers = [*hidden.pairs(pairs_of(form, "headers")), *_credentials(form, hidden)]
    cookies = "; ".join(f"{name}={hidden.always(name, value)}" for name, value in pairs_of(form, "cookies"))
    if cookies:
        headers.append(("Cookie", cookies))
    kind, body = _body(form, hidden)
    if kind and all(name.lower() != "content-type" for name, _value in headers):
        headers.append(("Content-Type", kind))
    request = SavedRequest(
        method=method, target=target, title=title, rule=rule, headers=tuple(headers), body=body
    )
    if KNOWN_SECRETS.redact(text_of(request)) != text_of(request):
        return Problem(
            code=ProblemCode.REDACTED,
            cause=_(
                "This request contains the value of a secret variable, which must not be in a saved file."
            ),
            remedy=_("Write the name of the variable in its place, such as {{token}}."),
        )
    if isinstance(parse(text_of(request)), BrokenFile):
        return Problem(
            code=ProblemCode.BAD_REQUEST,
            cause=_("This request cannot be written as a text file."),
            remedy=_("Look at its headers: their names have no spaces, and a value has one line."),
        )
    return RequestToSave(request=request, replaced=tuple(dict.fromkeys(hidden.names)))


def opened(target: Target, name: str) -> Form | Problem | None:
    """Return the form for the saved request of that name, or why it cannot be read; None if there is none."""
    file = folder.find(target.root, name) if name else None
    if file is None:
        return None
    if isinstance(file.content, BrokenFile):
        return problems.broken_file(name, file.content)
    return replace(form_of_saved(file.content), saved=name)


def form_of_saved(saved: SavedRequest) -> Form:
    """Return the form for a saved request."""
    headers = []
    form = Form(method=saved.method, url=saved.target)
    kind = next((value for name, value in saved.headers if name.lower() == "content-type"), "").lower()
    for name, value in saved.headers:
        scheme, _space, credentials = value.partition(" ")
        words = credentials.split()
        match (name.lower(), scheme.lower(), words):
            case ("cookie", _, _):
                parts = (part.partition("=") for part in value.split(";"))
                form = replace(form, cookies=tuple((key.strip(), text.strip()) for key, _, text in parts))
            case ("authorization", "bearer", [token]):
                form = replace(form, bearer=token)
            case ("authorization", "basic", [user, password]):
                form = replace(form, user=user, password=password)
            case ("content-type", _, _) if kind == JSON or (kind == FORM and saved.body):
                continue
            case _:
                headers.append((name, value))
    form = replace(form, headers=tuple(headers))
    if kind == FORM:
        return replace(form, form=tuple(parse_qsl(saved.body, keep_blank_values=True)))
    return replace(form, json=saved.body) if "json" in kind else replace(form, raw=saved.body)


class _Hidden:
    """Puts names of variables in the place of values that are secret; `names` are those that it used."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pairs(self, pairs: Pairs) -> Pairs:
        """Return the pairs without the values of those that have the name of a secret."""
        return tuple((name, self.always(name, value) if is_secret(name) else value) for name, value in pairs)

    def parameter(self, part: re.Match[str]) -> str:
        """Return a part of a query without its value if it has the name of a secret."""
        name = unquote_plus(part[2])
        return f"{part[1]}{part[2]}={self.always(name, part[3]) if is_secret(name) else part[3]}"

    def always(self, name: str, value: str) -> str:
        """Return what stands in the place of a secret value; a name of a variable stays."""
        if not value or placeholders.has_names(value):
            return value
        variable = _NOT_IN_NAMES.sub("_", name) or "secret"
        variable = variable if placeholders.NAME.fullmatch(variable) else f"_{variable}"
        self.names.append(variable)
        return f"{{{{{variable}}}}}"


def _credentials(form: MultiDict[str, str], hidden: _Hidden) -> Pairs:
    token, user = form.get("auth-token", "").strip(), form.get("auth-user", "")
    if form.get("auth") == "bearer" and token:
        return (("Authorization", f"Bearer {hidden.always('token', token)}"),)
    if form.get("auth") == "basic" and user:
        password = hidden.always("password", form.get("auth-password", ""))
        return (("Authorization", f"Basic {user} {password}"),)
    return ()


def _body(form: MultiDict[str, str], hidden: _Hidden) -> tuple[str, str]:
    """Return the type of the body, empty where the headers have it, and the body."""
    fields = pairs_of(form, "form")
    json, raw = form.get("json", "").replace("\r\n", "\n").strip(), form.get("raw", "").replace("\r\n", "\n")
    if fields:
        return FORM, _encoded(hidden.pairs(fields))
    if not json:
        return "", raw
    return JSON, _MEMBER.sub(
        lambda part: f'{part[1]}"{hidden.always(part[2], part[3])}"' if is_secret(part[2]) else part[0], json
    )


def _encoded(pairs: Pairs) -> str:
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs)


def _quoted(text: str) -> str:
    """Return a text for a query or a form; names of variables stay readable, as they are filled in before."""
    return placeholders.around_names(text, quote_plus)
