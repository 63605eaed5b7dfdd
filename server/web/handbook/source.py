"""Save, check and restore the working copy of a lab's source."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from server.model.guest import GuestStatus
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.web.base.context import services
from server.web.handbook import edit_effects
from server.web.handbook.lookups import lab_of, reader

WAIT_SECONDS: Final = 10.0
MAX_CHARACTERS: Final = 200_000
FIELD: Final = "file:"
SAVED: Final = "handbook:saved"

_FRAME: Final = re.compile(r'^ *File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLocation:
    """A line of one of the lab's files, counted from 1."""

    file: str
    line: int


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/<slug>/source", "save", save, methods=["POST"])
    blueprint.add_url_rule("/<slug>/restore", "restore", restore, methods=["POST"])


def save(slug: str) -> ResponseReturnValue:
    """Write changed files to the working copy, and start the lab with them.

    Form: `file:NAME` for each file. The answer is the status below the source. If the lab starts, every claim
    is decided on it, which the answer shows too; otherwise it marks the verdicts as outdated.
    """
    lab = lab_of(slug)
    # Browsers send every line end of a form as CR LF.
    texts = {
        key.removeprefix(FIELD): text.replace("\r\n", "\n")
        for key, text in request.form.items()
        if key.startswith(FIELD)
    }
    if not texts or not texts.keys() <= set(lab.files):
        abort(404)
    if any(len(text) > MAX_CHARACTERS for text in texts.values()):
        return _refused(lab)
    working_copies = services().working_copies
    with reader().writing_lock:
        for file, text in texts.items():
            if working_copies.problem(lab) is not None or text != working_copies.read(lab, file):
                working_copies.write(lab, file, text)
    if not working_copies.changed(lab):
        reader().forget_copy(lab)
    return _checked(lab)


def restore(slug: str) -> ResponseReturnValue:
    """Delete the working copy, and show the source of the printed lab."""
    lab = lab_of(slug)
    with reader().writing_lock:
        services().working_copies.restore(lab)
    reader().forget_copy(lab)
    files = {name: services().working_copies.read(lab, name) for name in lab.files}
    page = render_template(
        "handbook/source/_source_panel.html",
        lab=lab,
        files=files,
        changed=False,
        restored=True,
        turning=reader().edit_effects.of(lab),
        cards=edit_effects.shown_claims(lab),
    )
    return page, {"HX-Trigger-After-Settle": SAVED}


def location_of(lab: Lab, problem: Problem, folder: Path) -> SourceLocation | None:
    """Return the innermost line of the lab's files in the guest's traceback, or None."""
    location = None
    for frame in _FRAME.finditer(problem.detail):
        path = Path(frame["file"])
        if path.is_relative_to(folder) and path.relative_to(folder).as_posix() in lab.files:
            location = SourceLocation(file=path.relative_to(folder).as_posix(), line=int(frame["line"]))
    return location


def _checked(lab: Lab) -> ResponseReturnValue:
    folder = services().working_copies.folder(lab)
    broken = services().working_copies.problem(lab)
    if broken is not None:
        return _state(lab, problem=broken) + edit_effects.outdated(lab)
    prover = services().prover
    job = reader().jobs.start((lab.slug, "", "check"), lambda: prover.status(lab.slug, folder=folder))
    reader().jobs.wait(job, WAIT_SECONDS)
    problem = job.result.problem if isinstance(job.result, GuestStatus) else job.result
    if problem is not None:
        state = _state(lab, problem=problem, place=location_of(lab, problem, folder or lab.folder))
        return state + (edit_effects.outdated(lab) if folder is not None else "")
    return _state(lab) + edit_effects.started(lab), {"HX-Trigger-After-Settle": SAVED}


def _state(lab: Lab, *, problem: Problem | None = None, place: SourceLocation | None = None) -> str:
    return render_template(
        "handbook/source/_save_status.html",
        lab=lab,
        changed=services().working_copies.changed(lab),
        problem=problem,
        place=place,
    )


def _refused(lab: Lab) -> ResponseReturnValue:
    problem = Problem(
        code=ProblemCode.TOO_LONG,
        cause=_("A file is longer than %(most)d characters.", most=MAX_CHARACTERS),
        remedy=_("Shorten it and save again; nothing was saved."),
    )
    return _state(lab, problem=problem), 422
