"""All labs of the handbook: ours, and the user's own."""

import threading
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from server.handbook.bench.lab_guests import lab_target
from server.handbook.catalogue.chapter_index import ChapterIndex, LoadedLab, arrange, read_chapters
from server.handbook.catalogue.user_labs import (
    EMPTY,
    UntrustedFolder,
    UserLabIndex,
    UserLabs,
    user_lab_folders,
)
from server.handbook.experiment import Experiment
from server.model.guest import Target
from server.model.lab import Chapter, Lab
from server.model.problem import Problem
from server.store import Store

LABS: Final = Path(__file__).resolve().parents[1] / "labs"


class Catalogue:
    """The labs of the given folders, read on first use, and `user_labs` as they are at the moment.

    Each folder is laid out as `<chapter>/<slug>/`; a chapter's folder contains a chapter.toml with `number`
    and `title`. If two labs have the same slug, the one of the earlier folder counts. A lab that cannot be
    read is in `problems`; nothing is raised. Safe between threads.
    """

    def __init__(self, folders: Iterable[Path] = (LABS,), user_labs: UserLabs | None = None) -> None:
        self._folders = tuple(folders)
        self._user_labs = user_labs
        self._lock = threading.Lock()
        self._arranged: tuple[UserLabIndex, ChapterIndex] | None = None

    @classmethod
    def of(cls, index: ChapterIndex) -> "Catalogue":
        """Return a catalogue of labs that were read already."""
        catalogue = cls(())
        catalogue._arranged = (EMPTY, index)
        return catalogue

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters that have a lab, in order."""
        return self._index.chapters

    @property
    def labs(self) -> tuple[Lab, ...]:
        """Every lab, in the order of reading."""
        return tuple(lab for chapter in self.chapters for lab in chapter.labs)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems with labs that could not be read."""
        return self._index.problems

    @property
    def untrusted(self) -> tuple[UntrustedFolder, ...]:
        """The user's folders whose labs are left out until the user trusts them."""
        return self._user_labs.current().untrusted if self._user_labs is not None else ()

    def refresh(self) -> None:
        """Look at the folders of the user's labs on next use, because one was chosen or trusted."""
        if self._user_labs is not None:
            self._user_labs.refresh()

    def lab(self, slug: str) -> Lab | None:
        """Return the lab of that slug, or None."""
        return self._index.labs.get(slug)

    def experiments(self, slug: str) -> tuple[Experiment, ...]:
        """Return the experiments of a lab, in the order of its claims; none if there is no such lab."""
        return tuple(self._index.experiments.get(slug, {}).values())

    def experiment(self, slug: str, claim: str) -> Experiment | None:
        """Return the experiment that decides a claim, or None."""
        return self._index.experiments.get(slug, {}).get(claim)

    def target(self, slug: str, *, folder: Path | None = None) -> Target | None:
        """Return what to run for a lab, printed or from a copy in `folder`; None if there is no such lab."""
        lab = self.lab(slug)
        return None if lab is None else lab_target(lab, folder=folder)

    @property
    def _index(self) -> ChapterIndex:
        user_labs = self._user_labs.current() if self._user_labs is not None else EMPTY
        with self._lock:
            if self._arranged is None or self._arranged[0] is not user_labs:
                printed, problems = self._printed
                index = arrange((*printed, *user_labs.labs), (*problems, *user_labs.problems))
                self._arranged = (user_labs, index)
            return self._arranged[1]

    @cached_property
    def _printed(self) -> tuple[tuple[LoadedLab, ...], tuple[Problem, ...]]:
        read = [read_chapters(root) for root in self._folders]
        labs = tuple(lab for loaded, _ in read for lab in loaded)
        return labs, tuple(problem for _, problems in read for problem in problems)


def open_catalogue(store: Store, data: Path) -> Catalogue:
    """Return the catalogue of our labs and of those in the user's own folders."""
    user_labs = UserLabs(lambda: user_lab_folders(store.settings, data), store.trust.is_granted)
    return Catalogue(user_labs=user_labs)
