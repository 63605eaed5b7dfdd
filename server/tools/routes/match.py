"""Explain which URL rule of an app takes a method and an address, as its own Werkzeug decides."""

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from server.lenses.kit.blocks import Block, Remark, Tone
from server.lenses.kit.event_reader import EventReader
from server.lenses.kit.i18n import gettext as _
from server.lenses.kit.sentence import compose
from server.lenses.routing import explained
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.builder import request_target

LONGEST_ADDRESS: Final = 8_000
LONGEST_METHOD: Final = 40


def question_of(method: str, address: str, base: str) -> dict[str, str] | Problem:
    """Return the question about a method and an address; a path alone is one of the app at `base`."""
    method, address = method.strip().upper() or "GET", address.strip()
    if len(address) > LONGEST_ADDRESS or len(method) > LONGEST_METHOD:
        return _unusable(_("The address or the method is too long."))
    try:
        own = urlsplit(base or "http://localhost")
        parts = urlsplit(address if "://" in address[:10] else f"{own.scheme}://{own.netloc}")
        host = parts.netloc.rpartition("@")[2]
        parts.port  # noqa: B018 - it raises ValueError for a port that is none
    except ValueError as error:
        return _unusable(str(error))
    if parts.scheme not in ("http", "https") or not host:
        return _unusable(_("Only http and https addresses lead to an app."))
    typed = address.partition("://")[2] if "://" in address[:10] else address
    start = typed.find("/") if "://" in address[:10] else 0
    path, _mark, query = request_target(typed[start:] if start >= 0 else "/").partition("?")
    return {"method": method, "scheme": parts.scheme, "host": host, "path": path, "query": query}


def blocks_of(question: Mapping[str, str], answer: Mapping[str, Any]) -> tuple[Block, ...]:
    """Return what is said about the answer to a question."""
    blocks: list[Block] = []
    if answer["below"]:
        sentence = compose(_("The app that is mounted at %(path)s is asked."), path=answer["below"])
        blocks.append(Remark(sentence=sentence, tone=Tone.NOTE))
    if answer["refused"]:
        blocks.append(
            Remark(
                sentence=compose(
                    _("Flask refuses the host %(host)s before it compares any rule (%(error)s)."),
                    host=question["host"],
                    error=answer["refused"],
                ),
                tone=Tone.WARNING,
                remedy=compose(_("Add it to %(name)s if it is one of the app's."), name="TRUSTED_HOSTS"),
            )
        )
    if answer["decided_by"]:
        blocks.append(
            Remark(
                sentence=compose(
                    _("Which rule wins is decided by code of the app, which is not run here: %(code)s."),
                    code=answer["decided_by"],
                ),
                tone=Tone.NOTE,
                remedy=compose(_("Send the request on the bench to see what it decides.")),
            )
        )
    if answer["routing"] is not None:
        shown = explained(EventReader(answer["routing"]))
        blocks += shown[1:] if answer["decided_by"] else shown
    return tuple(blocks)


def _unusable(cause: str) -> Problem:
    return Problem(
        code=ProblemCode.BAD_REQUEST,
        cause=cause,
        remedy=_("Type a path such as /users/7, or an address that begins with http://."),
    )
