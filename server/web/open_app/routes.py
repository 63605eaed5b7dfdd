"""The routes that open an app: resolve what the user named, ask for trust, start it, show its bench."""

import os
import shlex
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server import preferences
from server.file_access import expanded, typed_path
from server.model.guest import GuestState, Route, Target, TargetKind
from server.model.lab import Lab
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.environments.choice import InterpreterChoice
from server.runner.environments.wording import describe
from server.runner.requests.builder import build_request
from server.runner.targets.choices import SeveralApps
from server.runner.targets.interpreters import discover_interpreters, usable_python
from server.runner.targets.programs import is_program, program_spec, resolve_program
from server.runner.targets.resolve import LAB_PREFIX, resolve_target
from server.web.base.context import services, settings
from server.web.base.errors import respond
from server.web.base.htmx import go_to, nothing
from server.web.bench import composer
from server.web.bench.urls import bench_url
from server.web.handbook import bookmark
from server.web.open_app import interpreter, trust
from server.web.open_app.starting import start

blueprint = Blueprint("open_app", __name__)

FIRST_LAB: Final = "7.2"  # about the session: its login shows session, cookie and redirect at once
FIRST_LOGIN: Final = "/login"


@blueprint.get("/open")
def ask() -> ResponseReturnValue:
    """Show the page that opens `target`; reading the page runs no code.

    A lab redirects to its page of the handbook. An app that is trusted is opened by the form of this page,
    which sends itself; for another app the page asks for trust.
    """
    spec, python = typed_path(request.args.get("target", "")), typed_path(request.args.get("python", ""))
    page = bookmark.linked_page(spec) if not python else None
    if isinstance(page, str):
        return redirect(page, HTTPStatus.SEE_OTHER)
    choice = interpreter.choose(spec, python)
    resolved = page or (_resolved(spec, choice) if spec else None)
    target = None if isinstance(resolved, Problem) else resolved
    if target is not None and not python:
        choice = interpreter.choose(spec, interpreter.of_project(target), target)
    trusted = target is not None and _is_trusted(target, choice)
    return render_template(
        "open_app/index.html",
        spec=spec,
        python=python,
        problem=resolved if isinstance(resolved, Problem) else None,
        several=resolved if isinstance(resolved, SeveralApps) else None,
        # Another interpreter is a program too, and trust in an app does not include it.
        at_once=trusted and not python,
        ask=None if target is None or trusted else _question(target, spec, choice),
    )


@blueprint.post("/open")
def open_() -> ResponseReturnValue:
    """Start the app of `target`, with the interpreter `python` if it is named; ask for trust if necessary.

    A program of a project that was opened before runs in the project's folder, `folder`.
    A place on a lab's page, such as `lab:session#encrypted`, is not an app: the page is opened.
    """
    spec, python = _spec(request.form), typed_path(request.form.get("python", ""))
    if not spec:
        return respond(
            Problem(
                code=ProblemCode.NO_TARGET,
                cause=_("No app was named."),
                remedy=_("Enter a folder, a Python file, or module:factory."),
            )
        )
    page = bookmark.linked_page(spec) if "#" in spec else None
    if isinstance(page, str):
        return go_to(page)
    folder = request.form.get("folder", "")
    before = _opened_before(spec) if "recent" in request.form else _in_folder(spec, folder)
    choice = interpreter.choose(spec, python, before)
    target = page or before or _resolved(spec, choice)
    if isinstance(target, Problem):
        return _without_target(target, python)
    if not python:
        choice = interpreter.choose(spec, interpreter.of_project(target), target)
    if not _is_trusted(target, choice):
        if request.form.get("trust") != "yes":
            return render_template("open_app/_trust_dialog.html", ask=_question(target, spec, choice, folder))
        trust.trust(target, choice.packages)
        interpreter.trust(choice)
    return _started(target, choice)


@blueprint.post("/open/pick")
def pick() -> ResponseReturnValue:
    """Let the user choose a folder, or with `what=file` a file, in a dialog of the system."""
    window_api = services().window_api
    if window_api is None:
        return nothing()
    chosen = window_api.pick_file() if request.form.get("what") == "file" else window_api.pick_folder()
    if chosen is None:
        return nothing()
    return render_template("open_app/_target_input.html", spec=str(chosen))


@blueprint.get("/interpreters")
def interpreters() -> str:
    """Show the environments of the project in `target` and the interpreters of this machine as options.

    With `machine` in the query they are those of the machine only.
    """
    return render_template(
        "open_app/_interpreter_options.html",
        machine="machine" in request.args,
        environments=interpreter.choose(typed_path(request.args.get("target", "")), "").found,
        describe=describe,
        interpreters=discover_interpreters(),
    )


@blueprint.post("/recent/forget")
def forget() -> str:
    """Remove an app from the list of recent apps."""
    services().store.recent.remove(request.form.get("target", ""))
    return ""


@blueprint.post("/try")
def try_() -> ResponseReturnValue:
    """Start a lab, send it one request, and show the exchange on the bench."""
    lab = first_lab()
    target = _lab_target(lab.slug) if lab else None
    if lab is None or target is None:
        return respond(
            Problem(
                code=ProblemCode.NO_LAB,
                cause=_("The handbook has no lab."),
                remedy=_("Install Fumehood again: its labs are missing."),
            )
        )
    broken = services().working_copies.problem(lab)
    if broken is not None:
        return respond(broken)
    guest = start(target, interpreter.choose(target.spec, "", target))
    status = guest.wait(preferences.number(settings(), preferences.START_SECONDS))
    if status.state is not GuestState.READY:
        return go_to(bench_url(guest))
    exchange = composer.send(guest, _first_request(status.routes))
    return respond(exchange) if isinstance(exchange, Problem) else go_to(bench_url(guest, exchange))


def _without_target(problem: Problem, python: str) -> ResponseReturnValue:
    """Let the user choose among several apps, or report why there is none."""
    if isinstance(problem, SeveralApps):
        return render_template("open_app/_app_choice.html", several=problem, python=python)
    return respond(problem)


def _started(target: Target, choice: InterpreterChoice) -> ResponseReturnValue:
    lab = (
        services().catalogue.lab(target.spec.removeprefix(LAB_PREFIX))
        if target.kind is TargetKind.LAB
        else None
    )
    broken = services().working_copies.problem(lab) if lab is not None else None
    if broken is not None:
        return respond(broken)
    python = usable_python(choice)
    if isinstance(python, Problem):
        return respond(python)
    return go_to(bench_url(start(target, choice, python)))


def _is_trusted(target: Target, choice: InterpreterChoice) -> bool:
    """Return whether neither the app nor its interpreter needs the user's consent."""
    return trust.is_trusted(target, choice.packages) and interpreter.is_trusted(choice)


def first_lab() -> Lab | None:
    """Return the lab for a newcomer: a surprising one, or the first of the handbook; None if it has none."""
    labs = services().catalogue.labs
    return next((lab for lab in labs if lab.number == FIRST_LAB), labs[0] if labs else None)


def _spec(form: Mapping[str, str]) -> str:
    """Return what the form names: with `run`, the target is a program that gets the `arguments`."""
    named = typed_path(form.get("target", ""))
    if form.get("run") != "yes" or not named or is_program(named):
        return named
    # A path may contain spaces; anything else is written as on a command line.
    program = shlex.quote(named) if os.path.exists(expanded(named)) else named
    return program_spec(f"{program} {form.get('arguments', '')}")


def _resolved(spec: str, choice: InterpreterChoice) -> Target | Problem:
    labs = [lab.slug for lab in services().catalogue.labs]
    return resolve_target(spec, lab=_lab_target, labs=labs, packages=choice.packages)


def _in_folder(spec: str, folder: str) -> Target | None:
    """Return the target of a program that runs in a project's folder; None for anything else."""
    root = Path(folder)
    if not is_program(spec) or not root.is_absolute() or not os.path.isdir(root):
        return None
    target = resolve_program(spec, root, root=root)
    return None if isinstance(target, Problem) else target


def _question(target: Target, spec: str, choice: InterpreterChoice, folder: str = "") -> dict[str, object]:
    """Return what the question of trust shows: the code, and the interpreter that would run it."""
    code = trust.code_of(target, choice.packages)
    return {
        "name": target.name,
        "code": code,
        "alone": os.path.isfile(code),
        "spec": spec,
        "folder": folder,
        "interpreters": interpreter.options(choice),
        "notice": interpreter.notice(choice, target),
    }


def _opened_before(spec: str) -> Target | None:
    """Return the target that `spec` named when it was opened; a relative path depends on the folder then.

    None for a lab: it is resolved again, since its working copy may have been made or removed.
    """
    targets = (item.target for item in services().store.recent.list() if item.target.spec == spec)
    return next((target for target in targets if target.kind is not TargetKind.LAB), None)


def _lab_target(slug: str) -> Target | None:
    lab = services().catalogue.lab(slug)
    if lab is None:
        return None
    return services().catalogue.target(slug, folder=services().working_copies.folder(lab))


def _first_request(routes: tuple[Route, ...]) -> OutgoingRequest:
    """Return a request worth looking at: a login if the app has one like the first lab's, otherwise a page.

    The page is `/`, or the first without arguments if the app has no `/`.
    """
    if any(route.rule == FIRST_LOGIN and "POST" in route.methods for route in routes):
        return build_request(method="POST", path=FIRST_LOGIN, form=(("name", "Ada"),))
    plain = [route.rule for route in routes if "GET" in route.methods and not route.arguments]
    return OutgoingRequest(method="GET", path="/" if "/" in plain or not plain else plain[0])
