"""The pages of the tools: each asks the guest, and shows what a tool makes of the answer."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.model.problem import Problem
from server.runner.guests.guests import Guest
from server.web.base.context import services
from server.web.bench.routes import guest_of
from server.web.tools import page
from server.web.tools.registry import TOOLS

if TYPE_CHECKING:
    from server.lenses.kit.blocks import Block

blueprint = Blueprint("tools", __name__, url_prefix="/tools")

METHODS: Final = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")


@blueprint.get("/open/<tool>")
def choose(tool: str) -> ResponseReturnValue:
    """Show a tool for the only open guest, or the guests to choose from."""
    chosen = next((each for each in TOOLS if each.id == tool), None)
    if chosen is None:
        abort(HTTPStatus.NOT_FOUND)
    guests = services().guests.all()
    if len(guests) == 1:
        return redirect(url_for(chosen.endpoint, guest_id=guests[0].id), HTTPStatus.SEE_OTHER)
    return render_template("tools/choose.html", tool=chosen, guests=guests)


@blueprint.get("/<guest_id>/routes")
def routes(guest_id: str) -> str:
    """Show the rules of the app; with `url` in the query, which of them takes it with `method`."""
    from server.tools.routes import findings  # noqa: PLC0415 - the home page shows no tool

    guest = guest_of(guest_id)
    method, url = request.args.get("method", "GET"), request.args.get("url", "")
    result = _match(guest, method, url) if url else ()
    whole = guest.ask("map", {})
    return page.show(
        "routes",
        guest,
        method=method,
        url=url,
        methods=METHODS,
        result=result if isinstance(result, tuple) else (),
        problem=result if isinstance(result, Problem) else whole if isinstance(whole, Problem) else None,
        whole=() if isinstance(whole, Problem) else findings.blocks_of(whole),
    )


@blueprint.get("/<guest_id>/audit")
def audit(guest_id: str) -> str:
    """Show what is wrong with the settings of the app."""
    from server.tools.audit import blocks, facts, in_force  # noqa: PLC0415 - the home page shows no tool

    guest = guest_of(guest_id)
    answer = guest.ask("config", facts.QUESTION)
    if isinstance(answer, Problem):
        return page.show("audit", guest, problem=answer, result=(), settings=())
    settings = guest.ask("settings", {})
    return page.show(
        "audit",
        guest,
        problem=settings if isinstance(settings, Problem) else None,
        result=blocks.blocks_of(facts.SettingFacts(answer)),
        settings=() if isinstance(settings, Problem) else in_force.blocks_of(settings),
    )


def _match(guest: Guest, method: str, url: str) -> "tuple[Block, ...] | Problem":
    from server.tools.routes import match  # noqa: PLC0415 - the home page shows no tool

    question = match.question_of(method, url, guest.url)
    if isinstance(question, Problem):
        return question
    answer = guest.ask("match", question)
    return answer if isinstance(answer, Problem) else match.blocks_of(question, answer)
