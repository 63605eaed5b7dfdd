"""The user's own labs: read where their folder is trusted, and again when their files have changed."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from flask_babel import gettext as _

from server import preferences
from server.handbook.catalogue.index import LoadedLab, read_chapter
from server.handbook.catalogue.isolated_reader import try_labs
from server.handbook.catalogue.lab_reader import LabProblem, read_lab
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.store.settings import Settings

FOLDER: Final = "own-labs"
LOOK_SECONDS: Final = 1.0
TRIAL_SECONDS: Final = 10.0
MOST_ENTRIES: Final = 500
MOST_FILES: Final = 200
# Parts of the handbook's own addresses.
RESERVED: Final = frozenset({"guesses", "own", "proof", "search", "versions"})

# What a lab consists of beside its app.
READ: Final = frozenset({"lab.toml", "claims.py", "page.md", "chapter.toml"})

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class UntrustedFolder:
    """A folder with so many labs that nobody has agreed to run."""

    folder: Path
    labs: int


@dataclass(frozen=True, slots=True)
class UserLabIndex:
    """The user's labs at one moment; another object as soon as anything has changed."""

    labs: tuple[LoadedLab, ...] = ()
    problems: tuple[Problem, ...] = ()
    untrusted: tuple[UntrustedFolder, ...] = ()


NOTHING: Final = UserLabIndex()


@dataclass(frozen=True, kw_only=True, slots=True)
class _ReadLab:
    """A lab as it was read when its files looked so."""

    stamp: Stamp
    found: LoadedLab | Problem


class UserLabs:
    """The labs in `folders()`, of those that are `trusted`; safe between threads.

    A lab is code. Where a folder is not trusted its labs are only counted; where it is, each lab is first
    read in a process of its own, so that one which hangs or ends its process is a problem and nothing more.
    """

    def __init__(self, folders: Callable[[], Iterable[Path]], trusted: Callable[[Path], bool]) -> None:
        self._folders = folders
        self._trusted = trusted
        self._lock = threading.Lock()
        self._read: dict[Path, _ReadLab] = {}
        self._looked = float("-inf")
        self._shelf = NOTHING

    def current(self) -> UserLabIndex:
        """What is there, looked after once a second at most."""
        with self._lock:
            if time.monotonic() - self._looked >= LOOK_SECONDS:
                self._look()
                self._looked = time.monotonic()
            return self._shelf

    def look_again(self) -> None:
        """Look at once when asked next: a folder was named or trusted."""
        with self._lock:
            self._looked = float("-inf")

    def _look(self) -> None:
        untrusted, stamps = [], {}
        for root in dict.fromkeys(self._folders()):
            labs = list(lab_folders(root))
            if labs and not self._trusted(root):
                untrusted.append(UntrustedFolder(folder=root, labs=len(labs)))
            elif labs:
                stamps.update({folder: _stamp(folder) for folder in labs})
        changed = [
            folder
            for folder, stamp in stamps.items()
            if folder not in self._read or self._read[folder].stamp != stamp
        ]
        kept = {folder: read for folder, read in self._read.items() if folder in stamps}
        for folder, problem in try_labs(changed, seconds=TRIAL_SECONDS).items():
            kept[folder] = _ReadLab(stamp=stamps[folder], found=problem or read_own(folder))
        if not changed and kept.keys() == self._read.keys() and tuple(untrusted) == self._shelf.untrusted:
            return
        self._read = {folder: kept[folder] for folder in stamps}
        found = [read.found for read in self._read.values()]
        self._shelf = UserLabIndex(
            labs=tuple(one for one in found if isinstance(one, LoadedLab)),
            problems=tuple(one for one in found if isinstance(one, Problem)),
            untrusted=tuple(untrusted),
        )


def own_folders(settings: Settings, data: Path) -> tuple[Path, ...]:
    """Where the user's labs may lie: in the folder of their data, and in one that they have named."""
    named = preferences.own_labs(settings)
    return (data / FOLDER, *((Path(named),) if named else ()))


def lab_folders(root: Path) -> Iterator[Path]:
    """The folders of labs in `root`: itself, below it, or below its chapters; nothing in them is read."""
    if (root / "lab.toml").is_file():
        yield root
        return
    for folder in _folders_in(root):
        if (folder / "lab.toml").is_file():
            yield folder
        else:
            yield from (lab for lab in _folders_in(folder) if (lab / "lab.toml").is_file())


def problem_of(untrusted: UntrustedFolder) -> Problem:
    """Why the labs of a folder are left out, for who has no page to click on."""
    return Problem(
        code=ProblemCode.LAB_UNTRUSTED,
        cause=_(
            "The labs in %(folder)s were left out: nobody has agreed to run them.", folder=untrusted.folder
        ),
        remedy=_("Open the handbook, where Fumehood asks about them once."),
    )


def read_own(folder: Path) -> LoadedLab | LabProblem:
    """The lab of a folder with its chapter, or what is wrong with it; this runs its claims.py."""
    toml = folder.parent / "chapter.toml"
    chapter = read_chapter(toml) if toml.is_file() else None
    if isinstance(chapter, LabProblem):
        return chapter
    if not is_slug(folder.name):
        return LabProblem(
            code=ProblemCode.LAB_NAME,
            cause=_("The folder of a lab cannot be called %(name)s.", name=folder.name),
            remedy=_("Use lower-case letters, digits and hyphens; it becomes part of an address."),
            file=folder / "lab.toml",
        )
    found = read_lab(folder, chapter=chapter[1] if chapter else "", fresh=True)
    if isinstance(found, LabProblem):
        return found
    lab, experiments = found
    number = chapter[0] if chapter else int(lab.number.partition(".")[0])
    return LoadedLab(
        chapter=number,
        title=chapter[1] if chapter else None,
        lab=replace(lab, own=True),
        experiments=experiments,
    )


def is_slug(name: str) -> bool:
    """Whether a lab may be called so: it becomes part of an address."""
    plain = name.isascii() and name == name.lower() and name.replace("-", "").isalnum()
    return plain and name[0] != "-" and name not in RESERVED


def _folders_in(folder: Path) -> list[Path]:
    try:
        entries = sorted(islice((one for one in folder.iterdir() if one.name[0] != "."), MOST_ENTRIES))
        return [entry for entry in entries if entry.is_dir()]
    except OSError:
        return []


def _stamp(folder: Path) -> Stamp:
    """What tells whether a lab is to be read again: what is read of it, and which other files there are."""
    found = []
    files = (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    for path in (folder.parent / "chapter.toml", *islice(files, MOST_FILES)):
        try:
            seen = path.stat()
        except OSError:
            continue
        # The app's own files are read whenever it is started: only that they are there counts.
        read = path.name in READ
        found.append((str(path), seen.st_mtime_ns if read else 0, seen.st_size if read else 0))
    return tuple(sorted(found))
