"""Reads one lab's folder: lab.toml, and claims.py by its path."""

import importlib.util
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

from server.handbook.experiment import Experiment
from server.model.claim import Claim
from server.model.guest import Problem
from server.model.lab import Lab, Question, Source


def read_lab(folder: Path, *, chapter: str) -> tuple[Lab, dict[str, Experiment]] | Problem:
    """The lab of a folder and its experiments by claim id, in the order written, or what is wrong with it."""
    try:
        table = tomllib.loads((folder / "lab.toml").read_text("utf-8"))
        experiments = _experiments(folder)
        lab = _lab(folder, chapter, table, tuple(experiments.values()))
    except Exception as error:
        # A lab is somebody's code: whatever it raises is its author's to read.
        return Problem(
            code="lab-broken",
            cause=f"The lab in {folder} could not be read.",
            remedy="Compare it with docs/labs.md.",
            detail=f"{type(error).__name__}: {error}",
        )
    missing = [name for name in (*lab.files, "page.md") if not (folder / name).is_file()]
    if missing:
        return Problem(
            code="lab-broken",
            cause=f"The lab in {folder} names files that are not there: {', '.join(missing)}.",
            remedy="Add them, or take them out of lab.toml.",
        )
    return lab, experiments


def _lab(folder: Path, chapter: str, table: dict[str, Any], experiments: tuple[Experiment, ...]) -> Lab:
    files = tuple(table["files"])
    if any(Path(name).is_absolute() or ".." in Path(name).parts for name in files):
        raise ValueError("files must lie inside the lab's folder")
    return Lab(
        slug=folder.name,
        number=table["number"],
        title=table["title"],
        summary=table["summary"],
        chapter=chapter,
        folder=folder,
        app=table.get("app", files[0]),
        files=files,
        claims=tuple(
            Claim(
                lab=folder.name,
                id=experiment.id,
                statement=experiment.statement,
                mistake=experiment.mistake,
                expected=experiment.expected,
            )
            for experiment in experiments
        ),
        questions=tuple(Question(**card) for card in table.get("questions", ())),
        sources=tuple(Source(**source) for source in table.get("sources", ())),
        needs=tuple(str(Requirement(name)) for name in table.get("needs", ())),
    )


def _experiments(folder: Path) -> dict[str, Experiment]:
    path = folder / "claims.py"
    spec = importlib.util.spec_from_file_location(f"fumehood_lab_{folder.name.replace('-', '_')}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, Experiment] = {}
    for value in vars(module).values():
        if isinstance(value, Experiment):
            if value.id in found:
                raise ValueError(f"two claims are called {value.id}")
            found[value.id] = value
    return found
