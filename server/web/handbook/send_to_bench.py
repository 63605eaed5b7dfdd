"""Open a lab on the bench, with the reader's edits, and send requests of its page there."""

from collections.abc import Callable
from typing import Final

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from server import preferences
from server.handbook.pages.look_directive import send_look
from server.model.exchange import Exchange
from server.model.guest import GuestState
from server.model.lab import Lab
from server.model.problem import Problem
from server.runner.guests.guests import Guest
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.base.htmx import go_to
from server.web.bench import composer, replay_request
from server.web.bench.urls import bench_url
from server.web.handbook.lookups import known_claim, lab_of, reader
from server.web.handbook.page_view import LookView, look_of
from server.web.open_app.starting import follow_saves

WAIT_SECONDS: Final = 20.0
ENDED: Final = (GuestState.CRASHED, GuestState.STOPPED)


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/<slug>/bench", "to_bench", to_bench, methods=["POST"])
    at = "/<slug>/looks/<int:number>"
    blueprint.add_url_rule(at, "draw_look", draw_look, methods=["POST"])
    blueprint.add_url_rule(f"{at}/bench", "look_on_bench", look_on_bench, methods=["POST"])
    claim = "/<slug>/claims/<claim>/bench"
    blueprint.add_url_rule(claim, "claim_on_bench", claim_on_bench, methods=["POST"])


def to_bench(slug: str) -> ResponseReturnValue:
    """Open the lab on the bench."""
    guest = _guest(lab_of(slug))
    return respond(guest) if isinstance(guest, Problem) else go_to(bench_url(guest))


def draw_look(slug: str, number: int) -> str:
    """Send the requests of a picture to the lab's guest, and draw the Journey of the last one."""
    lab = lab_of(slug)
    view = _look(lab, number)
    folder = services().working_copies.folder(lab)
    broken = services().working_copies.problem(lab)
    prover = services().prover
    job = reader().jobs.start(
        (slug, str(number), "look"),
        lambda: broken or prover.look(slug, view.look, folder=folder),
    )
    done = reader().jobs.wait(job, WAIT_SECONDS)
    result = job.result
    return render_template(
        "handbook/lab/_live_journey.html",
        lab=lab,
        view=view,
        slow=not done,
        problem=result if isinstance(result, Problem) else None,
        exchange=result[-1] if isinstance(result, tuple) else None,
        own=folder is not None,
    )


def look_on_bench(slug: str, number: int) -> ResponseReturnValue:
    """Open the lab on the bench, send the requests of a picture, and show the last exchange."""
    lab = lab_of(slug)
    view = _look(lab, number)
    return _sent(lab, lambda guest: send_look(lambda outgoing: composer.send(guest, outgoing), view.look))


def claim_on_bench(slug: str, claim: str) -> ResponseReturnValue:
    """Open the lab on the bench, and send the request that decided a claim."""
    lab = lab_of(slug)
    verdict = reader().view(lab, known_claim(lab, claim)).verdict
    exchange = services().store.exchange(verdict.exchange_id) if verdict and verdict.exchange_id else None
    if exchange is None:
        abort(404)
    outgoing = replay_request.outgoing_of(exchange)
    if isinstance(outgoing, Problem):
        return respond(outgoing)

    def send(guest: Guest) -> tuple[Exchange, ...] | Problem:
        answer = composer.send(guest, outgoing)
        return answer if isinstance(answer, Problem) else (answer,)

    return _sent(lab, send)


def _sent(lab: Lab, send: Callable[[Guest], tuple[Exchange, ...] | Problem]) -> ResponseReturnValue:
    """Go to the bench at the last exchange that `send` made; without one if the lab does not start."""
    guest = _guest(lab)
    if isinstance(guest, Problem):
        return respond(guest)
    status = guest.wait(preferences.number(settings(), preferences.START_SECONDS))
    if status.state is not GuestState.READY:
        return go_to(bench_url(guest))
    exchanges = send(guest)
    return respond(exchanges) if isinstance(exchanges, Problem) else go_to(bench_url(guest, exchanges[-1]))


def _guest(lab: Lab) -> Guest | Problem:
    """Return the lab's guest on the bench, restarted if it has ended or its files may have changed.

    It is not started with a copy that cannot be read.
    """
    broken = services().working_copies.problem(lab)
    if broken is not None:
        return broken
    folder = services().working_copies.folder(lab)
    target = services().catalogue.target(lab.slug, folder=folder)
    if target is None:
        raise LookupError(f"{lab.slug} is not in the catalogue any more")
    same = (guest for guest in services().guests.all() if guest.target == target)
    guest = next(same, None)
    if guest is None:
        guest = services().guests.open(target)
        services().store.projects.add_opening(guest.id, target)
        follow_saves(guest)
        return guest
    if guest.status.state in ENDED or folder is not None:
        guest.restart()
    return guest


def _look(lab: Lab, number: int) -> LookView:
    view = look_of(lab, number)
    if view is None:
        abort(404)
    return view
