"""The page that reads a token, has the app check it, signs an edited one and sends a request with it."""

import json
from collections.abc import Mapping
from typing import Any, Final

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guest
from server.runner.requests.builder import build_request
from server.web.base.errors import respond
from server.web.base.htmx import go_to
from server.web.bench import composer, identities
from server.web.bench.routes import guest_of
from server.web.bench.urls import bench_url
from server.web.tools.page import show

blueprint = Blueprint("tools_tokens", __name__, url_prefix="/tools")

MOST_SALTS: Final = 20
LONGEST: Final = 16_384
CHECKED: Final = frozenset({"session", "remember", "jwt", "itsdangerous"})
SIGNED: Final = frozenset({"session", "remember", "jwt"})


@blueprint.get("/<guest_id>/tokens")
def page(guest_id: str) -> str:
    """Show the form for a token, and the cookies of the visitors to choose from."""
    guest = guest_of(guest_id)
    kept = [
        (name, cookie.name)
        for name in identities.names(guest.target)
        for cookie in identities.cookies(guest.target, name)
    ]
    return show("tokens", guest, kept=kept)


@blueprint.post("/<guest_id>/tokens")
def read_token(guest_id: str) -> ResponseReturnValue:
    """Show what is in the token `text`, or in a cookie of a visitor, and what the app says about it."""
    from server.tools.tokens import blocks, guess, read  # noqa: PLC0415 - the home page shows no tool

    guest = guest_of(guest_id)
    token = read.read(_text(guest))
    if isinstance(token, Problem):
        return respond(token)
    answer: Mapping[str, Any] | Problem | None = None
    if token.kind in CHECKED:
        given = [salt.strip() for salt in request.form.get("salts", "")[:LONGEST].split(",") if salt.strip()]
        salts = [*given[:MOST_SALTS], *guess.SALTS]
        question = {"act": "check", "kind": token.kind, "text": token.text, "algorithm": token.algorithm}
        answer = guest.ask("token", {**question, "salts": salts})
    known = None if isinstance(answer, Problem) else answer
    return render_template(
        "tools/_token.html",
        guest=guest,
        token=token,
        blocks_shown=blocks.blocks_of(token, known),
        problem=answer if isinstance(answer, Problem) else None,
        can_sign=token.kind in SIGNED and known is not None and bool(known["key"]),
        key=known["key"] if known is not None else "",
        cookie=token.name or _cookie_name(token.kind, known),
    )


@blueprint.post("/<guest_id>/tokens/sign")
def sign_token(guest_id: str) -> ResponseReturnValue:
    """Have the app sign the content `payload`, and show the token with a form that sends it."""
    guest = guest_of(guest_id)
    kind, payload = request.form.get("kind", ""), request.form.get("payload", "")
    header = request.form.get("header", "")
    if kind not in SIGNED or len(payload) + len(header) > LONGEST:
        return respond(_no_content(_("The content is too long to be signed.")))
    if kind != "remember" and not (_is_object(payload) and (kind == "session" or _is_object(header))):
        return respond(_no_content(_("The content is not a JSON object.")))
    question = {"act": "sign", "kind": kind, "text": payload, "header": header}
    answer = guest.ask("token", {**question, "key": request.form.get("key", "")})
    if isinstance(answer, Problem):
        return respond(answer)
    if not answer["signed"]:
        return respond(_no_content(_("The app has no key for this content.")))
    return render_template(
        "tools/_signed_token.html",
        guest=guest,
        kind=kind,
        signed=answer["signed"],
        key=answer["key"],
        cookie=request.form.get("cookie", "") or _cookie_name(kind, answer),
    )


@blueprint.post("/<guest_id>/tokens/send")
def send_token(guest_id: str) -> ResponseReturnValue:
    """Send a GET request with the token as a cookie or as a bearer token, and show its exchange."""
    guest = guest_of(guest_id)
    token, name = request.form.get("token", "")[:LONGEST], request.form.get("cookie", "").strip()
    headers = [("Authorization", f"Bearer {token}")] if not name else [("Cookie", f"{name}={token}")]
    if not (token + name).isprintable() or ";" in token + name:
        return respond(_no_content(_("A cookie cannot have these characters.")))
    outgoing = build_request(method="GET", path=request.form.get("path", "/"), headers=headers)
    exchange = composer.send(guest, outgoing, identities.NOBODY)
    return respond(exchange) if isinstance(exchange, Problem) else go_to(bench_url(guest, exchange))


def _text(guest: Guest) -> str:
    """Return the token that was typed, or the cookie `visitor` and `name` of the form name."""
    visitor, name = request.form.get("visitor"), request.form.get("name", "")
    if visitor is None:
        return request.form.get("text", "")
    kept = identities.cookies(guest.target, visitor)
    return next((f"{each.name}={each.value}" for each in kept if each.name == name), "")


def _cookie_name(kind: str, answer: Mapping[str, Any] | None) -> str:
    if answer is None or kind not in ("session", "remember"):
        return ""
    return str(answer["cookie" if kind == "session" else "remember"])


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _no_content(cause: str) -> Problem:
    return Problem(
        code=ProblemCode.BAD_REQUEST, cause=cause, remedy=_("Change the content, and sign it again.")
    )
