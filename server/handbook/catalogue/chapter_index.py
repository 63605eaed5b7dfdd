"""Labs in the order of reading: by chapter, each with its experiments."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from server.file_access import matches, read_text
from server.handbook.catalogue.lab_reader import LabProblem, read_lab
from server.handbook.experiment import Experiment
from server.i18n import gettext as _
from server.model.lab import Chapter, Lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedLab:
    """A lab with its experiments and its chapter; `title` is None if its folder is in no chapter."""

    chapter: int
    title: str | None
    lab: Lab
    experiments: Mapping[str, Experiment]


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterIndex:
    """All labs by chapter and by slug, experiments by slug and claim; `problems`: what could not be read."""

    chapters: tuple[Chapter, ...]
    labs: Mapping[str, Lab]
    experiments: Mapping[str, Mapping[str, Experiment]]
    problems: tuple[Problem, ...]


def read_chapters(root: Path) -> tuple[tuple[LoadedLab, ...], tuple[Problem, ...]]:
    """Return the labs of a folder laid out as `<chapter>/<slug>/`, and the problems with unreadable ones."""
    loaded: list[LoadedLab] = []
    problems: list[Problem] = []
    for toml in matches(root, "*/chapter.toml"):
        chapter = read_chapter(toml)
        if isinstance(chapter, Problem):
            problems.append(chapter)
            continue
        number, title = chapter
        for folder in (path.parent for path in matches(toml.parent, "*/lab.toml")):
            lab = read_lab(folder, chapter=title)
            if isinstance(lab, Problem):
                problems.append(lab)
            else:
                loaded.append(LoadedLab(chapter=number, title=title, lab=lab[0], experiments=lab[1]))
    return tuple(loaded), tuple(problems)


def read_chapter(path: Path) -> tuple[int, str] | LabProblem:
    """Return the number and the title in a chapter.toml."""
    try:
        table = tomllib.loads(read_text(path))
        return int(table["number"]), str(table["title"])
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        message = f"{type(error).__name__}: {error}"
        return LabProblem(
            code=ProblemCode.CHAPTER_BROKEN,
            cause=_("%(file)s could not be read.", file=path),
            remedy=_("Give it a number and a title, as docs/labs.md shows."),
            detail=message,
            file=path,
            message=message,
        )


def arrange(loaded: Iterable[LoadedLab], problems: Iterable[Problem]) -> ChapterIndex:
    """Return the labs in the order of reading; of two labs with the same slug the first counts."""
    loaded = tuple(loaded)
    problems = list(problems)
    titles: dict[int, str] = {}
    for each in loaded:
        if each.title is not None:
            titles.setdefault(each.chapter, each.title)
    by_chapter: dict[int, list[Lab]] = {}
    labs: dict[str, Lab] = {}
    experiments: dict[str, Mapping[str, Experiment]] = {}
    for each in loaded:
        slug = each.lab.slug
        if slug in labs:
            problems.append(_name_taken(each.lab, labs[slug]))
            continue
        title = titles.setdefault(each.chapter, _("Labs of your own"))
        labs[slug] = replace(each.lab, chapter=title)
        experiments[slug] = each.experiments
        by_chapter.setdefault(each.chapter, []).append(labs[slug])
    return ChapterIndex(
        chapters=tuple(
            Chapter(number=number, title=titles[number], labs=tuple(sorted(group, key=place)))
            for number, group in sorted(by_chapter.items())
        ),
        labs=labs,
        experiments=experiments,
        problems=tuple(problems),
    )


def place(lab: Lab) -> tuple[int, ...]:
    """Return the sort key of a lab in the order of reading: 7.10 comes after 7.9."""
    return tuple(int(part) if part.isdecimal() else 0 for part in lab.number.split("."))


def _name_taken(lab: Lab, other: Lab) -> Problem:
    return LabProblem(
        code=ProblemCode.LAB_TAKEN,
        cause=_("The lab in %(folder)s has the name of another lab.", folder=lab.folder),
        remedy=_("Give its folder another name than %(slug)s.", slug=lab.slug),
        detail=str(other.folder),
        file=lab.folder / "lab.toml",
    )
