"""Labs put in order: by chapter, each with its experiments."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from flask_babel import gettext as _

from server.handbook.catalogue.lab_reader import LabProblem, read_lab
from server.handbook.experiment import Experiment
from server.model.lab import Chapter, Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedLab:
    """One lab with its chapter; `title` is None where its folder names no chapter."""

    chapter: int
    title: str | None
    lab: Lab
    experiments: Mapping[str, Experiment]


@dataclass(frozen=True, kw_only=True, slots=True)
class LabIndex:
    """Every lab by chapter and by slug; `problems` is what could not be read."""

    chapters: tuple[Chapter, ...]
    labs: Mapping[str, Lab]
    experiments: Mapping[str, Mapping[str, Experiment]]
    problems: tuple[Problem, ...]


def read_chapters(root: Path) -> tuple[tuple[LoadedLab, ...], tuple[Problem, ...]]:
    """The labs of a folder that is laid out as `<chapter>/<slug>/`, and what could not be read of it."""
    found: list[LoadedLab] = []
    problems: list[Problem] = []
    for toml in sorted(root.glob("*/chapter.toml")):
        chapter = read_chapter(toml)
        if isinstance(chapter, Problem):
            problems.append(chapter)
            continue
        number, title = chapter
        for folder in sorted(path.parent for path in toml.parent.glob("*/lab.toml")):
            lab = read_lab(folder, chapter=title)
            if isinstance(lab, Problem):
                problems.append(lab)
            else:
                found.append(LoadedLab(chapter=number, title=title, lab=lab[0], experiments=lab[1]))
    return tuple(found), tuple(problems)


def read_chapter(path: Path) -> tuple[int, str] | LabProblem:
    """The number and the title of a chapter.toml."""
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return int(table["number"]), str(table["title"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        return LabProblem(
            code=ProblemCode.CHAPTER_BROKEN,
            cause=f"{path} could not be read.",
            remedy="Give it a number and a title, as docs/labs.md shows.",
            detail=f"{type(error).__name__}: {error}",
            file=path,
        )


def arrange(found: Iterable[LoadedLab], problems: Iterable[Problem]) -> LabIndex:
    """The labs in the order of reading. Of two labs with one slug the first counts."""
    found = tuple(found)
    problems = list(problems)
    titles: dict[int, str] = {}
    for one in found:
        if one.title is not None:
            titles.setdefault(one.chapter, one.title)
    by_chapter: dict[int, list[Lab]] = {}
    labs: dict[str, Lab] = {}
    experiments: dict[str, Mapping[str, Experiment]] = {}
    for one in found:
        slug = one.lab.slug
        if slug in labs:
            problems.append(_taken(one.lab, labs[slug]))
            continue
        title = titles.setdefault(one.chapter, _("Labs of your own"))
        labs[slug] = replace(one.lab, chapter=title)
        experiments[slug] = one.experiments
        by_chapter.setdefault(one.chapter, []).append(labs[slug])
    return LabIndex(
        chapters=tuple(
            Chapter(number=number, title=titles[number], labs=tuple(sorted(group, key=place)))
            for number, group in sorted(by_chapter.items())
        ),
        labs=labs,
        experiments=experiments,
        problems=tuple(problems),
    )


def place(lab: Lab) -> tuple[int, ...]:
    """Where a lab stands in the order of reading: 7.10 comes after 7.9."""
    return tuple(int(part) if part.isdecimal() else 0 for part in lab.number.split("."))


def _taken(lab: Lab, other: Lab) -> Problem:
    return LabProblem(
        code=ProblemCode.LAB_TAKEN,
        cause=_("The lab in %(folder)s is called as one that is there already.", folder=lab.folder),
        remedy=_("Give its folder another name than %(slug)s.", slug=lab.slug),
        detail=str(other.folder),
        file=lab.folder / "lab.toml",
    )
