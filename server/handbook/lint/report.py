"""Check every lab of a folder, as `fumehood lab check` does."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.file_access import matches, resolved
from server.handbook.catalogue.catalogue import LABS, Catalogue
from server.handbook.catalogue.chapter_index import LoadedLab, arrange, read_chapters
from server.handbook.catalogue.isolated_reader import read_in_isolation
from server.handbook.catalogue.lab_reader import LabProblem
from server.handbook.catalogue.user_labs import lab_folders, read_user_lab
from server.handbook.lint.message import LintMessage
from server.handbook.lint.run import check_claims
from server.handbook.lint.text import check_order, check_text
from server.i18n import gettext as _
from server.model.file_problem import file_problem
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guests


@dataclass(frozen=True, kw_only=True, slots=True)
class LintReport:
    """The findings about the labs of a folder; `claims` counts those that were run, in `seconds`."""

    labs: tuple[Lab, ...]
    claims: int
    findings: tuple[LintMessage, ...]
    seconds: float

    @property
    def faults(self) -> tuple[LintMessage, ...]:
        """The findings that are not remarks."""
        return tuple(finding for finding in self.findings if not finding.remark)

    def to_json(self) -> dict[str, Any]:
        """Return `{labs, findings, summary, seconds}`, as docs/schemas/lab-check.json describes it."""
        return {
            "labs": [
                {"slug": lab.slug, "number": lab.number, "folder": str(lab.folder), "claims": len(lab.claims)}
                for lab in self.labs
            ],
            "findings": [
                {
                    "lab": finding.lab,
                    "claim": finding.claim,
                    "file": str(finding.file),
                    "line": finding.line,
                    "kind": "remark" if finding.remark else "fault",
                    "message": finding.message,
                }
                for finding in self.findings
            ],
            "summary": {
                "labs": len(self.labs),
                "claims": self.claims,
                "faults": len(self.faults),
                "remarks": len(self.findings) - len(self.faults),
            },
            "seconds": round(self.seconds, 3),
        }


def check_folder(
    root: Path,
    *,
    python: Path | None = None,
    run: bool = True,
    on_lab: Callable[[Lab], None] | None = None,
) -> LintReport | Problem:
    """Check the lab in `root`, or the labs below it, against everything that docs/labs.md asks for.

    `root` may also be a file of a lab. This runs the claims.py of every lab; without `run` it starts no apps
    and decides no claims. `on_lab` is called with each lab before that is run, on any thread.
    """
    started = time.perf_counter()
    refused: dict[Path, OSError] = {}
    named = resolved(root.parent if os.path.isfile(root) else root)
    folders = sorted(lab_folders(named, refused.__setitem__))
    if not folders and refused:
        return file_problem(next(iter(refused.values())))
    if not folders:
        return Problem(
            code=ProblemCode.NO_LAB,
            cause=_("There is no lab in %(folder)s.", folder=root),
            remedy=_("Name a folder that contains a lab.toml, or one with such folders in it."),
        )
    read = [problem or read_user_lab(folder) for folder, problem in read_in_isolation(folders).items()]
    loaded = [each for each in read if isinstance(each, LoadedLab)]
    unreadable = [_finding(each) for each in read if isinstance(each, LabProblem)]
    catalogue = _with_our_labs(loaded)
    labs = tuple(lab for lab in catalogue.labs if any(each.lab.folder == lab.folder for each in loaded))
    in_text = [
        finding
        for lab in labs
        for finding in (*check_text(catalogue, lab), *check_order(catalogue, lab), *_name(lab))
    ]
    broken = {finding.lab for finding in in_text if finding.file.suffix == ".py"}
    runnable = tuple(lab for lab in labs if run and lab.slug not in broken)
    in_run = _run(catalogue, runnable, python, on_lab) if runnable else []
    return LintReport(
        labs=labs,
        claims=sum(len(lab.claims) for lab in runnable),
        findings=tuple(sorted((*unreadable, *in_text, *in_run), key=_place)),
        seconds=time.perf_counter() - started,
    )


def _with_our_labs(loaded: list[LoadedLab]) -> Catalogue:
    """Return a catalogue of the checked labs and of ours, to which they may link.

    If a name occurs twice, the checked lab counts.
    """
    ours, _problems = read_chapters(LABS)
    return Catalogue.of(arrange((*loaded, *ours), ()))


def _run(
    catalogue: Catalogue, labs: tuple[Lab, ...], python: Path | None, on_lab: Callable[[Lab], None] | None
) -> list[LintMessage]:
    guests = Guests(warm=1)
    stopped = threading.Event()

    def run(lab: Lab) -> tuple[LintMessage, ...]:
        if on_lab is not None:
            on_lab(lab)
        return check_claims(catalogue, lab, guests, python=python, stopped=stopped)

    pool = ThreadPoolExecutor(os.cpu_count() or 1, "lab-check")
    try:
        return [finding for findings in pool.map(run, labs) for finding in findings]
    finally:
        stopped.set()
        guests.close()
        pool.shutdown(cancel_futures=True)


def _name(lab: Lab) -> Iterator[LintMessage]:
    """Find a lab whose name one of ours has: the handbook would not show it."""
    ours = {toml.parent for toml in matches(LABS, "*/*/lab.toml")}
    if lab.folder not in ours and lab.slug in {folder.name for folder in ours}:
        message = f"the handbook has a lab called {lab.slug} already, so it would not show this one"
        yield LintMessage(lab=lab.slug, claim=None, message=message, file=lab.folder / "lab.toml")


def _finding(problem: LabProblem) -> LintMessage:
    return LintMessage(
        lab=problem.file.parent.name,
        claim=None,
        message=problem.message or f"{problem.cause} {problem.remedy}",
        file=problem.file,
        line=problem.line,
    )


def _place(finding: LintMessage) -> tuple[str, int]:
    return str(finding.file), finding.line or 0
