"""Read the folder of one lab: its lab.toml, and its claims.py, which is executed."""

import importlib.util
import os
import re
import tomllib
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement

from server.file_access import read_bytes, read_text
from server.handbook.experiment import Experiment
from server.i18n import gettext as _
from server.model.claim import Claim
from server.model.lab import Lab, ReviewCard, SourceLink
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.version_range import fits
from server.model.versions import Versions

_TOML_LINE: Final = re.compile(r"\(at line (\d+)")
_REQUIRED: Final[tuple[tuple[str, type, str], ...]] = (
    ("number", str, '"7.2"'),
    ("title", str, '"The session"'),
    ("summary", str, "a sentence"),
    ("files", list, '["app.py"]'),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class LabProblem(Problem):
    """What is wrong with a lab's files, and where.

    `line` counts from 1, and is None if it is unknown. `message` is for the author of the lab, in English;
    the `detail` is this message with the place before it.
    """

    file: Path
    line: int | None = None
    message: str = ""
    missing: tuple[str, ...] = ()


def lab_problem(
    file: Path, *, line: int | None = None, message: str = "", missing: Sequence[str] = ()
) -> LabProblem:
    """Return the problem of a lab with that file.

    With a `message` the file could not be read, with `missing` it names files that do not exist, and with
    neither it does not exist itself.
    """
    folder = file.parent
    cause = _("The lab in %(folder)s has no %(file)s.", folder=folder, file=file.name)
    remedy = _("Write one, as docs/labs.md shows.")
    detail = ""
    if message:
        cause = _("The lab in %(folder)s could not be read.", folder=folder)
        remedy = _("Compare it with docs/labs.md.")
        detail = f"{file.name}, line {line}: {message}" if line else f"{file.name}: {message}"
    elif missing:
        cause = _(
            "The lab in %(folder)s names files that do not exist: %(files)s.",
            folder=folder,
            files=", ".join(missing),
        )
        remedy = _("Add them, or remove them from lab.toml.")
    return LabProblem(
        code=ProblemCode.LAB_BROKEN,
        cause=cause,
        remedy=remedy,
        detail=detail,
        file=file,
        line=line,
        message=message,
        missing=tuple(missing),
    )


def read_lab(
    folder: Path, *, chapter: str, fresh: bool = False
) -> tuple[Lab, dict[str, Experiment]] | LabProblem:
    """Return the lab of a folder and its experiments by claim id, in the order written, or what is wrong.

    With `fresh` its claims.py is compiled from source, and no bytecode is read or written; and all its files
    must be text.
    """
    file = "lab.toml"
    try:
        table = tomllib.loads(read_text(folder / file))
        _check(table)
        file = "claims.py"
        experiments = _experiments(folder, fresh=fresh)
        file = "lab.toml"
        lab = _lab(folder, chapter, table, tuple(experiments.values()))
        for file in ("page.md", *lab.files) if fresh else ():
            if os.path.isfile(folder / file):
                read_text(folder / file)
    except (Exception, SystemExit) as error:
        # A lab is the author's code, and may raise anything.
        return _unreadable(folder / file, error)
    if not os.path.isfile(folder / "page.md"):
        return lab_problem(folder / "page.md")
    missing = [name for name in lab.files if not os.path.isfile(folder / name)]
    if missing:
        return lab_problem(folder / "lab.toml", missing=missing)
    return lab, experiments


def raised_at(file: str, error: BaseException) -> int | None:
    """Return the last line of a file in the traceback of an error, None if the file is not in it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == file]
    return lines[-1] if lines else None


def _unreadable(file: Path, error: BaseException) -> LabProblem:
    # The error of `_check` is a sentence already.
    is_sentence = type(error) is ValueError and file.name == "lab.toml"
    text = error.msg if isinstance(error, SyntaxError) else str(error)  # str() would add the place
    message = text if is_sentence else f"{type(error).__name__}: {text}"
    return lab_problem(file, line=_line(file, error), message=message)


def _line(file: Path, error: BaseException) -> int | None:
    """Return the line of a file in which an error was raised; None if it is unknown."""
    if isinstance(error, tomllib.TOMLDecodeError):
        match = _TOML_LINE.search(str(error))
        return int(match[1]) if match else None
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return error.lineno
    return raised_at(str(file), error)


def _check(table: dict[str, Any]) -> None:
    """Raise ValueError, with a sentence, for a lab.toml that lacks something or has it wrong."""
    for name, kind, example in _REQUIRED:
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
        # Bytecode is matched to its source by the second, so an edit within the second would be missed.
        exec(compile(read_bytes(path), str(path), "exec"), vars(module))  # noqa: S102 - as importing it
    else:
        spec.loader.exec_module(module)
    experiments: dict[str, Experiment] = {}
    for value in vars(module).values():
        if isinstance(value, Experiment):
            for text, _value in (*value.expected, *value.counters):
                fits(text, Versions())  # raises ValueError for a text that is not a version range
            if value.id in experiments:
                raise ValueError(f"two claims are called {value.id}")
            experiments[value.id] = value
    return experiments
