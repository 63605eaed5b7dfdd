"""Every lab there is, by chapter."""

import threading
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

from server.handbook.bench.lab_guests import lab_target
from server.handbook.catalogue.index import LabIndex, LoadedLab, arrange, read_chapters
from server.handbook.catalogue.user_labs import NOTHING, UntrustedFolder, UserLabIndex, UserLabs, own_folders
from server.handbook.experiment import Experiment
from server.model.guest import Target
from server.model.lab import Chapter, Lab
from server.model.problem import Problem
from server.store import Store

LABS: Final = Path(__file__).resolve().parents[1] / "labs"


class Catalogue:
    """The labs of the given folders, each laid out as `<chapter>/<slug>/`; read on first use.

    A chapter's folder holds a chapter.toml with `number` and `title`. Where two labs have one slug, the one
    of the earlier folder counts; what cannot be read is in `problems`, never raised. The labs of `own` stand
    among them as they are at the moment.
    """

    def __init__(self, folders: Iterable[Path] = (LABS,), own: UserLabs | None = None) -> None:
        self._folders = tuple(folders)
        self._own = own
        self._lock = threading.Lock()
        self._arranged: tuple[UserLabIndex, LabIndex] | None = None

    @classmethod
    def of(cls, shelf: LabIndex) -> "Catalogue":
        """A catalogue of labs that were read already."""
        catalogue = cls(())
        catalogue._arranged = (NOTHING, shelf)
        return catalogue

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

    @property
    def untrusted(self) -> tuple[UntrustedFolder, ...]:
        """The user's folders whose labs are left out, because nobody has agreed to run them."""
        return self._own.current().untrusted if self._own is not None else ()

    def look_again(self) -> None:
        """Notice at once that a folder of own labs was named or trusted."""
        if self._own is not None:
            self._own.look_again()

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

    @property
    def _shelf(self) -> LabIndex:
        own = self._own.current() if self._own is not None else NOTHING
        with self._lock:
            if self._arranged is None or self._arranged[0] is not own:
                printed, problems = self._printed
                shelf = arrange((*printed, *own.labs), (*problems, *own.problems))
                self._arranged = (own, shelf)
            return self._arranged[1]

    @cached_property
    def _printed(self) -> tuple[tuple[LoadedLab, ...], tuple[Problem, ...]]:
        read = [read_chapters(root) for root in self._folders]
        return tuple(one for labs, _ in read for one in labs), tuple(one for _, bad in read for one in bad)


def open_catalogue(store: Store, data: Path) -> Catalogue:
    """Our labs, and those of the user's own folders."""
    own = UserLabs(lambda: own_folders(store.settings, data), store.trust.is_granted)
    return Catalogue(own=own)
