"""The view asked for a key of the query, the form or the files that did not come."""

import re
from collections.abc import Iterator
from email.message import Message
from typing import Final
from urllib.parse import parse_qsl

from server.lenses.findings.finding import Finding, Severity, found
from server.lenses.findings.rule import Rule, own_line, uncaught
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import Sentence, compose, plain
from server.model.exchange import Exchange

_ASKED: Final = re.compile(
    r"""\brequest\.(?P<part>form|args|files)\[\s*(?P<quote>["'])(?P<key>[^"']+)(?P=quote)\s*\]"""
)
_FIELD: Final = re.compile(
    rb"""(?i)^content-disposition:[^\r\n]*?\bname="(?P<name>[^"\r\n]*)"(?P<file>[^\r\n]*filename)?""", re.M
)
_CODES: Final = {"form": "form-key-missing", "args": "query-key-missing", "files": "file-missing"}
_MOST: Final = 8


def _find(exchange: Exchange) -> Iterator[Finding]:
    for event, body in uncaught(exchange, "werkzeug.exceptions.BadRequestKeyError"):
        line = own_line(body)
        asked = list(_ASKED.finditer(line[2])) if line is not None else []
        if line is None or len({(one["part"], one["key"]) for one in asked}) != 1:
            continue  # which of them was missing is not known
        part, key = asked[0]["part"], asked[0]["key"]
        came = _came(exchange, part)
        if key in came:
            continue
        says = _("%(asked)s was asked for, and the request has no %(key)s.")
        facts = {"asked": f'request.{part}["{key}"]', "key": key}
        if came:
            says = _("%(asked)s was asked for, and the request has no %(key)s. What came: %(came)s.")
            facts["came"] = ", ".join(came[:_MOST])
        yield found(
            _CODES[part],
            Severity.CAUSE,
            (event,),
            compose(says, **facts),
            _remedy(exchange, part, key),
            at=line[:2],
            lab="uploads" if part == "files" else "request",
        )


def _remedy(exchange: Exchange, part: str, key: str) -> Sentence:
    if part == "files" and _type(exchange) == "application/x-www-form-urlencoded":
        return compose(
            _("The form sends no files: write %(code)s in its tag."), code='enctype="multipart/form-data"'
        )
    if part == "form" and _type(exchange) == "application/json":
        return compose(_("The body is JSON: read it with %(code)s."), code="request.get_json()")
    if part == "files":
        return plain(_("The name of the file field in the form must be the same."))
    return compose(
        _("Correct one of the two names, or write %(code)s where the key may be missing."),
        code=f'request.{part}.get("{key}")',
    )


def _type(exchange: Exchange) -> str:
    header = Message()
    header["Content-Type"] = exchange.request.body.content_type
    return header.get_content_type()


def _came(exchange: Exchange, part: str) -> list[str]:
    """Return the names that came in this part of the request, as far as it was recorded."""
    if part == "args":
        return list(
            dict.fromkeys(name for name, _value in parse_qsl(exchange.request.query, keep_blank_values=True))
        )
    body = exchange.request.body
    if _type(exchange) == "application/x-www-form-urlencoded" and part == "form":
        pairs = parse_qsl(body.data.decode("latin-1"), keep_blank_values=True)
        return list(dict.fromkeys(name for name, _value in pairs))
    if _type(exchange) == "multipart/form-data":
        fields = _FIELD.finditer(body.data)
        names = [
            field["name"].decode(errors="replace")
            for field in fields
            if bool(field["file"]) == (part == "files")
        ]
        return list(dict.fromkeys(names))
    return []


RULE: Final = Rule(codes=tuple(_CODES.values()), find=_find)
