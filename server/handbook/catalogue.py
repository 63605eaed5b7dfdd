"""Every lab there is, by chapter."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from server.handbook.experiment import Experiment
from server.handbook.labfile import read_lab
from server.handbook.stand import lab_target
from server.model.guest import Problem, Target
from server.model.lab import Chapter, Lab

LABS: Final = Path(__file__).resolve().parent / "labs"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Shelf:
    chapters: tuple[Chapter, ...]
    labs: Mapping[str, Lab]
    experiments: Mapping[str, Mapping[str, Experiment]]
    problems: tuple[Problem, ...]


class Catalogue:
    """The labs of the given folders, each laid out as `<chapter>/<slug>/`; read on first use.

    A chapter's folder holds a chapter.toml with `number` and `title`. Where two labs have one slug, the one
    of the earlier folder counts; what cannot be read is in `problems`, never raised.
    """

    def __init__(self, folders: Iterable[Path] = (LABS,)) -> None:
        self._folders = tuple(folders)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters that have a lab, in order."""
        return self._shelf.chapters

    @property
    def labs(self) -> tuple[Lab, ...]:
        """Every lab, in the order of reading."""
        return tuple(lab for chapter in self.chapters for lab in chapter.labs)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What could not be read."""
        return self._shelf.problems

    def lab(self, slug: str) -> Lab | None:
        """The lab of that slug, or None."""
        return self._shelf.labs.get(slug)

    def experiments(self, slug: str) -> tuple[Experiment, ...]:
        """The experiments of a lab, in the order of its claims; empty where there is no such lab."""
        return tuple(self._shelf.experiments.get(slug, {}).values())

    def experiment(self, slug: str, claim: str) -> Experiment | None:
        """The experiment that decides a claim, or None."""
        return self._shelf.experiments.get(slug, {}).get(claim)

    def target(self, slug: str, *, folder: Path | None = None) -> Target | None:
        """What to run for a lab, from its own folder or a copy in `folder`; None where there is none."""
        lab = self.lab(slug)
        return None if lab is None else lab_target(lab, folder=folder)

    @cached_property
    def _shelf(self) -> _Shelf:
        titles: dict[int, str] = {}
        by_chapter: dict[int, list[Lab]] = {}
        labs: dict[str, Lab] = {}
        experiments: dict[str, Mapping[str, Experiment]] = {}
        problems: list[Problem] = []
        for toml in (path for root in self._folders for path in sorted(root.glob("*/chapter.toml"))):
            chapter = _chapter(toml)
            if isinstance(chapter, Problem):
                problems.append(chapter)
                continue
            number, title = chapter
            title = titles.setdefault(number, title)
            for folder in sorted(path.parent for path in toml.parent.glob("*/lab.toml")):
                found = read_lab(folder, chapter=title)
                if isinstance(found, Problem):
                    problems.append(found)
                elif found[0].slug not in labs:
                    lab, experiments[folder.name] = found
                    labs[lab.slug] = lab
                    by_chapter.setdefault(number, []).append(lab)
        return _Shelf(
            chapters=tuple(
                Chapter(number=number, title=titles[number], labs=tuple(sorted(group, key=_place)))
                for number, group in sorted(by_chapter.items())
            ),
            labs=labs,
            experiments=experiments,
            problems=tuple(problems),
        )


def _chapter(path: Path) -> tuple[int, str] | Problem:
    try:
        table = tomllib.loads(path.read_text("utf-8"))
        return int(table["number"]), str(table["title"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        return Problem(
            code="chapter-broken",
            cause=f"{path} could not be read.",
            remedy="Give it a number and a title, as docs/labs.md shows.",
            detail=f"{type(error).__name__}: {error}",
        )


def _place(lab: Lab) -> tuple[int, ...]:
    return tuple(int(part) if part.isdecimal() else 0 for part in lab.number.split("."))
