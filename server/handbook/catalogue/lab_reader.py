"""Reads one lab's folder: lab.toml, and claims.py by its path."""

import importlib.util
import re
import tomllib
import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement

from server.handbook.experiment import Experiment
from server.model.claim import Claim
from server.model.lab import Lab, ReviewCard, SourceLink
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.version_range import fits
from server.model.versions import Versions

_TOML_LINE: Final = re.compile(r"\(at line (\d+)")
_KEYS: Final[tuple[tuple[str, type, str], ...]] = (
    ("number", str, '"7.2"'),
    ("title", str, '"The session"'),
    ("summary", str, "a sentence"),
    ("files", list, '["app.py"]'),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LabProblem(Problem):
    """What is wrong with a lab's files, and where; `line` counts from 1, None where it is none."""

    file: Path
    line: int | None = None


def read_lab(
    folder: Path, *, chapter: str, fresh: bool = False
) -> tuple[Lab, dict[str, Experiment]] | LabProblem:
    """The lab of a folder and its experiments by claim id, in the order written, or what is wrong with it.

    This runs its claims.py; with `fresh` what Python kept of it is not looked at, and nothing is kept.
    """
    file = "lab.toml"
    try:
        table = tomllib.loads((folder / file).read_text("utf-8"))
        _check(table)
        file = "claims.py"
        experiments = _experiments(folder, fresh=fresh)
        file = "lab.toml"
        lab = _lab(folder, chapter, table, tuple(experiments.values()))
        for file in ("page.md", *lab.files) if fresh else ():
            if (folder / file).is_file():
                (folder / file).read_bytes().decode()  # pages show what they quote, so all of it is text
    except (Exception, SystemExit) as error:
        # A lab is somebody's code: whatever it raises is its author's to read.
        return _broken(folder, file, error)
    if not (folder / "page.md").is_file():
        return LabProblem(
            code=ProblemCode.LAB_BROKEN,
            cause=f"The lab in {folder} has no page.md.",
            remedy="Write one, as docs/labs.md shows.",
            file=folder / "page.md",
        )
    missing = [name for name in lab.files if not (folder / name).is_file()]
    if missing:
        return LabProblem(
            code=ProblemCode.LAB_BROKEN,
            cause=f"The lab in {folder} names files that are not there: {', '.join(missing)}.",
            remedy="Add them, or take them out of lab.toml.",
            file=folder / "lab.toml",
        )
    return lab, experiments


def _broken(folder: Path, name: str, error: BaseException) -> LabProblem:
    line = _line(folder / name, error)
    at = f"{name}, line {line}" if line else name
    plain = type(error) is ValueError and name == "lab.toml"
    return LabProblem(
        code=ProblemCode.LAB_BROKEN,
        cause=f"The lab in {folder} could not be read.",
        remedy="Compare it with docs/labs.md.",
        detail=f"{at}: {error}" if plain else f"{at}: {type(error).__name__}: {_words(error)}",
        file=folder / name,
        line=line,
    )


def _words(error: BaseException) -> str:
    """What it says, without the place that stands before it."""
    return error.msg if isinstance(error, SyntaxError) else str(error)


def _line(file: Path, error: BaseException) -> int | None:
    """Where in a file an error arose, as far as it tells."""
    if isinstance(error, tomllib.TOMLDecodeError):
        found = _TOML_LINE.search(str(error))
        return int(found[1]) if found else None
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return error.lineno
    return raised_at(str(file), error)


def raised_at(file: str, error: BaseException) -> int | None:
    """The last line of a file that an error came through, None where it never was in it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == file]
    return lines[-1] if lines else None


def _check(table: dict[str, Any]) -> None:
    """Say in words what a lab.toml lacks, or has wrong."""
    for name, kind, example in _KEYS:
        value = table.get(name)
        if not isinstance(value, kind) or not value:
            raise ValueError(f"it needs {name}, such as {example}")
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)*", table["number"]):
        raise ValueError(f"number is {table['number']!r}, and no place such as 7.2")
    if not all(isinstance(name, str) for name in table["files"]):
        raise ValueError("files must be a list of names")


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
        questions=tuple(ReviewCard(**card) for card in table.get("questions", ())),
        sources=tuple(SourceLink(**source) for source in table.get("sources", ())),
        needs=tuple(str(Requirement(name)) for name in table.get("needs", ())),
    )


def _experiments(folder: Path, *, fresh: bool) -> dict[str, Experiment]:
    path = folder / "claims.py"
    spec = importlib.util.spec_from_file_location(f"fumehood_lab_{folder.name.replace('-', '_')}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    if fresh:
        # Python keeps what it compiled by the second: an edit in between it would not see.
        exec(compile(path.read_bytes(), str(path), "exec"), vars(module))  # noqa: S102 - as importing it
    else:
        spec.loader.exec_module(module)
    found: dict[str, Experiment] = {}
    for value in vars(module).values():
        if isinstance(value, Experiment):
            for text, _ in (*value.expected, *value.counters):
                fits(text, Versions())  # a range that is none is its author's slip, to be told at once
            if value.id in found:
                raise ValueError(f"two claims are called {value.id}")
            found[value.id] = value
    return found
