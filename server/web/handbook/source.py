"""The lab's source as the reader has it: saved, checked and restored."""

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
MOST_TEXT: Final = 200_000
FIELD: Final = "file:"
SAVED: Final = "handbook:saved"

_FRAME: Final = re.compile(r'^ *File "(?P<file>[^"]+)", line (?P<line>\d+)', re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceLocation:
    """A line of one of the lab's files, counted from 1."""

    file: str
    line: int


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/<slug>/source", "save", save, methods=["POST"])
    blueprint.add_url_rule("/<slug>/restore", "restore", restore, methods=["POST"])


def save(slug: str) -> ResponseReturnValue:
    """Write what was changed into the working copy, start the lab on it, and say whether it starts.

    Form: `file:NAME` for each file. The answer is the line of state below the source; where the lab starts,
    every claim is decided on it, which the answer shows too; else it shows that the verdicts are older.
    """
    lab = lab_of(slug)
    # A form sends every line end as CR LF, whatever the text had.
    texts = {
        key.removeprefix(FIELD): text.replace("\r\n", "\n")
        for key, text in request.form.items()
        if key.startswith(FIELD)
    }
    if not texts or not texts.keys() <= set(lab.files):
        abort(404)
    if any(len(text) > MOST_TEXT for text in texts.values()):
        return _refused(lab)
    working_copies = services().working_copies
    with reader().writing_lock:
        for file, text in texts.items():
            if text != working_copies.read(lab, file):
                working_copies.write(lab, file, text)
    if not working_copies.changed(lab):
        reader().forget_copy(lab)
    return _checked(lab)


def restore(slug: str) -> ResponseReturnValue:
    """Take the lab back to how it is printed, and show its source anew."""
    lab = lab_of(slug)
    with reader().writing_lock:
        services().working_copies.restore(lab)
    reader().forget_copy(lab)
    files = {name: services().working_copies.read(lab, name) for name in lab.files}
    page = render_template(
        "handbook/_source.html",
        lab=lab,
        files=files,
        changed=False,
        restored=True,
        turning=reader().edit_effects.of(lab),
        cards=edit_effects.shown(lab),
    )
    return page, {"HX-Trigger-After-Settle": SAVED}


def place_of(lab: Lab, problem: Problem, folder: Path) -> SourceLocation | None:
    """The innermost line of the lab's own files that the guest's traceback names."""
    found = None
    for frame in _FRAME.finditer(problem.detail):
        path = Path(frame["file"])
        if path.is_relative_to(folder) and path.relative_to(folder).as_posix() in lab.files:
            found = SourceLocation(file=path.relative_to(folder).as_posix(), line=int(frame["line"]))
    return found


def _checked(lab: Lab) -> ResponseReturnValue:
    folder = services().working_copies.folder(lab)
    prover = services().prover
    job = reader().jobs.start((lab.slug, "", "check"), lambda: prover.status(lab.slug, folder=folder))
    reader().jobs.wait(job, WAIT_SECONDS)
    problem = job.result.problem if isinstance(job.result, GuestStatus) else job.result
    if problem is not None:
        state = _state(lab, problem=problem, place=place_of(lab, problem, folder or lab.folder))
        return state + (edit_effects.outdated(lab) if folder is not None else "")
    return _state(lab) + edit_effects.begun(lab), {"HX-Trigger-After-Settle": SAVED}


def _state(lab: Lab, *, problem: Problem | None = None, place: SourceLocation | None = None) -> str:
    return render_template(
        "handbook/_saved.html",
        lab=lab,
        changed=services().working_copies.changed(lab),
        problem=problem,
        place=place,
    )


def _refused(lab: Lab) -> ResponseReturnValue:
    problem = Problem(
        code=ProblemCode.TOO_LONG,
        cause=_("A file is longer than %(most)d characters.", most=MOST_TEXT),
        remedy=_("Shorten it, then save again; nothing was written."),
    )
    return _state(lab, problem=problem), 422
