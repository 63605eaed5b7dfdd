"""Judges a folder of labs as `fumehood lab check` does, whoever wrote them."""

import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from server.handbook.catalogue.catalogue import LABS, Catalogue
from server.handbook.catalogue.index import LoadedLab, arrange, read_chapters
from server.handbook.catalogue.isolated_reader import try_labs
from server.handbook.catalogue.lab_reader import LabProblem
from server.handbook.catalogue.user_labs import lab_folders, read_own
from server.handbook.lint.checks import Finding, check_claims, check_order, check_text
from server.model.lab import Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.guests.guests import Guests


@dataclass(frozen=True, kw_only=True, slots=True)
class LintReport:
    """What was found about the labs of a folder; `claims` counts those that were run, `seconds` all of it."""

    labs: tuple[Lab, ...]
    claims: int
    findings: tuple[Finding, ...]
    seconds: float

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What is wrong; the other findings are remarks."""
        return tuple(finding for finding in self.findings if not finding.remark)

    def to_json(self) -> dict[str, Any]:
        """`{labs, findings, summary, seconds}`, as docs/schemas/lab-check.json says."""
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


def judge(
    root: Path,
    *,
    python: Path | None = None,
    run: bool = True,
    on_lab: Callable[[Lab], None] | None = None,
) -> LintReport | Problem:
    """Everything that is not as docs/labs.md asks about the lab in `root`, or the labs below it.

    Without `run` nothing of their apps is started, and claims are only read. `on_lab` hears of each lab
    before it is run. This runs code of whoever wrote the labs.
    """
    started = time.perf_counter()
    # Who names a file of a lab means the lab.
    folders = sorted(lab_folders((root.parent if root.is_file() else root).resolve()))
    if not folders:
        return Problem(
            code=ProblemCode.NO_LAB,
            cause=_("There is no lab in %(folder)s.", folder=root),
            remedy=_("Name a folder that holds a lab.toml, or one with such folders in it."),
        )
    read = [problem or read_own(folder) for folder, problem in try_labs(folders).items()]
    found = [one for one in read if isinstance(one, LoadedLab)]
    broken = [_broken(one) for one in read if isinstance(one, LabProblem)]
    catalogue = _beside_ours(found)
    labs = tuple(lab for lab in catalogue.labs if any(one.lab.folder == lab.folder for one in found))
    texts = [
        finding
        for lab in labs
        for finding in (*check_text(catalogue, lab), *check_order(catalogue, lab), *_name(lab))
    ]
    unreadable = {finding.lab for finding in texts if finding.file.suffix == ".py"}
    runnable = tuple(lab for lab in labs if run and lab.slug not in unreadable)
    ran = _run(catalogue, runnable, python, on_lab) if runnable else []
    return LintReport(
        labs=labs,
        claims=sum(len(lab.claims) for lab in runnable),
        findings=tuple(sorted((*broken, *texts, *ran), key=_place)),
        seconds=time.perf_counter() - started,
    )


def _beside_ours(found: list[LoadedLab]) -> Catalogue:
    """The labs to be judged, and ours, to which they may link; theirs count where a name is given twice."""
    ours, _problems = read_chapters(LABS)
    return Catalogue.of(arrange((*found, *ours), ()))


def _run(
    catalogue: Catalogue, labs: tuple[Lab, ...], python: Path | None, on_lab: Callable[[Lab], None] | None
) -> list[Finding]:
    guests = Guests(warm=1)
    ended = threading.Event()

    def one(lab: Lab) -> tuple[Finding, ...]:
        if on_lab is not None:
            on_lab(lab)
        return check_claims(catalogue, lab, guests, python=python, ended=ended)

    pool = ThreadPoolExecutor(os.cpu_count() or 1, "judge")
    try:
        return [finding for findings in pool.map(one, labs) for finding in findings]
    finally:
        ended.set()
        guests.close()
        pool.shutdown(cancel_futures=True)


def _name(lab: Lab) -> Iterator[Finding]:
    """A lab of ours keeps its name: another of that name is not shown beside it."""
    ours = {toml.parent for toml in LABS.glob("*/*/lab.toml")}
    if lab.folder not in ours and lab.slug in {folder.name for folder in ours}:
        message = f"the handbook has a lab called {lab.slug} already, so it would not show this one"
        yield Finding(lab=lab.slug, claim=None, message=message, file=lab.folder / "lab.toml")


def _broken(problem: LabProblem) -> Finding:
    # Where it stands is told beside it.
    where = f"{problem.file.name}, line {problem.line}: " if problem.line else f"{problem.file.name}: "
    words = problem.detail.removeprefix(where) or f"{problem.cause} {problem.remedy}"
    return Finding(
        lab=problem.file.parent.name, claim=None, message=words, file=problem.file, line=problem.line
    )


def _place(finding: Finding) -> tuple[str, int]:
    return str(finding.file), finding.line or 0
