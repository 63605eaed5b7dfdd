"""Read the user's own labs, if their folder is trusted, and again when their files have changed."""

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from server import preferences
from server.file_access import ERRORS, listing
from server.handbook.catalogue.chapter_index import LoadedLab, read_chapter
from server.handbook.catalogue.isolated_reader import read_in_isolation
from server.handbook.catalogue.lab_reader import LabProblem, read_lab
from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.store.settings import Settings

FOLDER: Final = "own-labs"
CHECK_SECONDS: Final = 1.0
READ_SECONDS: Final = 10.0
MOST_ENTRIES: Final = 500
MOST_FILES: Final = 200
# First parts of other addresses of the handbook, which no lab may have as its slug.
RESERVED: Final = frozenset({"guesses", "own", "proof", "search", "versions"})

# The files that are read into the catalogue.
READ_FILES: Final = frozenset({"lab.toml", "claims.py", "page.md", "chapter.toml"})

# Belongs to the file system, and nobody but the administrator may enter it.
SKIPPED: Final = frozenset({"lost+found"})

Stamp = tuple[tuple[str, int, int], ...]
OnUnreadable = Callable[[Path, OSError], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class UntrustedFolder:
    """A folder whose labs the user has not agreed to run; `labs` is how many it has."""

    folder: Path
    labs: int


@dataclass(frozen=True, slots=True)
class UserLabIndex:
    """The user's labs at one moment; a new object whenever something has changed."""

    labs: tuple[LoadedLab, ...] = ()
    problems: tuple[Problem, ...] = ()
    untrusted: tuple[UntrustedFolder, ...] = ()


EMPTY: Final = UserLabIndex()


@dataclass(frozen=True, kw_only=True, slots=True)
class _ReadLab:
    """A lab as it was read when its files had this stamp."""

    stamp: Stamp
    lab: LoadedLab | Problem


class UserLabs:
    """The labs in `folders()`; safe between threads.

    A lab is code. The labs of a folder that is not `trusted` are only counted. Each of the others is first
    read in another process, so that a lab which hangs or ends its process becomes a problem and nothing
    worse.
    """

    def __init__(self, folders: Callable[[], Iterable[Path]], trusted: Callable[[Path], bool]) -> None:
        self._folders = folders
        self._trusted = trusted
        self._lock = threading.Lock()
        self._read: dict[Path, _ReadLab] = {}
        self._checked_at = float("-inf")
        self._index = EMPTY
        self._folder_problems: tuple[Problem, ...] = ()

    def current(self) -> UserLabIndex:
        """Return the labs, after looking for changes if that was not done in the last CHECK_SECONDS."""
        with self._lock:
            if time.monotonic() - self._checked_at >= CHECK_SECONDS:
                self._update()
                self._checked_at = time.monotonic()
            return self._index

    def refresh(self) -> None:
        """Look for changes on next use, because a folder was chosen or trusted."""
        with self._lock:
            self._checked_at = float("-inf")

    def _update(self) -> None:
        untrusted, stamps = [], {}
        unreadable: dict[Path, OSError] = {}
        for root in dict.fromkeys(self._folders()):
            labs = list(lab_folders(root, unreadable.__setitem__))
            if labs and not self._trusted(root):
                untrusted.append(UntrustedFolder(folder=root, labs=len(labs)))
            elif labs:
                stamps.update({folder: _stamp(folder) for folder in labs})
        changed = [
            folder
            for folder, stamp in stamps.items()
            if folder not in self._read or self._read[folder].stamp != stamp
        ]
        read_labs = {folder: read for folder, read in self._read.items() if folder in stamps}
        for folder, problem in read_in_isolation(changed, seconds=READ_SECONDS).items():
            passes = problem is not None and problem.code is ProblemCode.FILE_ACCESS
            stamp = () if passes else stamps[folder]  # without one it is read again
            read_labs[folder] = _ReadLab(stamp=stamp, lab=problem or read_user_lab(folder))
        folder_problems = tuple(_unreadable(folder, error) for folder, error in unreadable.items())
        unchanged = (
            read_labs.keys() == self._read.keys()
            and tuple(untrusted) == self._index.untrusted
            and folder_problems == self._folder_problems
        )
        if unchanged and not changed:
            return
        self._folder_problems = folder_problems
        self._read = {folder: read_labs[folder] for folder in stamps}
        read = [each.lab for each in self._read.values()]
        self._index = UserLabIndex(
            labs=tuple(lab for lab in read if isinstance(lab, LoadedLab)),
            problems=(*folder_problems, *(lab for lab in read if isinstance(lab, Problem))),
            untrusted=tuple(untrusted),
        )


def user_lab_folders(settings: Settings, data: Path) -> tuple[Path, ...]:
    """Return where the user's labs may be: in the data folder, and in the folder that the settings name."""
    chosen = preferences.own_labs(settings)
    return (data / FOLDER, *((Path(chosen),) if chosen else ()))


def lab_folders(root: Path, unreadable: OnUnreadable = lambda _folder, _error: None) -> Iterator[Path]:
    """Yield the folders of labs: `root` itself, or those in it and in its chapters. No file is read.

    `unreadable` is called with each folder that cannot be listed, and the error.
    """
    if os.path.isfile(root / "lab.toml"):
        yield root
        return
    for folder in _folders_in(root, unreadable):
        if os.path.isfile(folder / "lab.toml"):
            yield folder
        else:
            yield from (lab for lab in _folders_in(folder, unreadable) if os.path.isfile(lab / "lab.toml"))


def untrusted_problem(untrusted: UntrustedFolder) -> Problem:
    """Return why the labs of a folder are left out, for commands, which cannot ask for trust."""
    return Problem(
        code=ProblemCode.LAB_UNTRUSTED,
        cause=_("The labs in %(folder)s were left out: the folder is not trusted.", folder=untrusted.folder),
        remedy=_("Open the handbook, where Fumehood asks about them once."),
    )


def read_user_lab(folder: Path) -> LoadedLab | LabProblem:
    """Return the lab of a folder with its chapter, or what is wrong with it; executes its claims.py."""
    toml = folder.parent / "chapter.toml"
    chapter = read_chapter(toml) if os.path.isfile(toml) else None
    if isinstance(chapter, LabProblem):
        return chapter
    if not is_slug(folder.name):
        return LabProblem(
            code=ProblemCode.LAB_NAME,
            cause=_("The folder of a lab cannot be called %(name)s.", name=folder.name),
            remedy=_("Use lower-case letters, digits and hyphens; it becomes part of an address."),
            file=folder / "lab.toml",
        )
    read = read_lab(folder, chapter=chapter[1] if chapter else "", fresh=True)
    if isinstance(read, LabProblem):
        return read
    lab, experiments = read
    number = chapter[0] if chapter else int(lab.number.partition(".")[0])
    return LoadedLab(
        chapter=number,
        title=chapter[1] if chapter else None,
        lab=replace(lab, own=True),
        experiments=experiments,
    )


def is_slug(name: str) -> bool:
    """Whether the name of a lab's folder can be part of an address."""
    plain = name.isascii() and name == name.lower() and name.replace("-", "").isalnum()
    return plain and name[0] != "-" and name not in RESERVED


def _folders_in(folder: Path, unreadable: OnUnreadable) -> list[Path]:
    """Return the folders in a folder; tell `unreadable` about one that cannot be listed."""
    try:
        found = listing(folder, MOST_ENTRIES)
    except OSError as error:
        if not isinstance(error, FileNotFoundError):
            unreadable(folder, error)
        return []
    return [
        each for each in found if each.name[0] != "." and each.name not in SKIPPED and os.path.isdir(each)
    ]


def _stamp(folder: Path) -> Stamp:
    """Return a value that changes when the lab must be read again: when its files come, go or are edited."""
    entries = []
    for path in (folder.parent / "chapter.toml", *islice(_files_below(folder), MOST_FILES)):
        try:
            status = path.stat()
        except ERRORS:
            continue
        # The app's own files are read whenever it starts, so it only matters that they exist.
        is_read = path.name in READ_FILES
        entries.append((str(path), status.st_mtime_ns if is_read else 0, status.st_size if is_read else 0))
    return tuple(sorted(entries))


def _files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a lab as far as its folders can be listed."""
    try:
        yield from (path for path in folder.rglob("*") if "__pycache__" not in path.parts)
    except ERRORS:
        return


def _unreadable(folder: Path, error: OSError) -> Problem:
    return Problem(
        code=ProblemCode.LAB_BROKEN,
        cause=_(
            "The folder %(folder)s could not be searched for labs: %(why)s.",
            folder=folder,
            why=error.strerror or str(error),
        ),
        remedy=_("Give yourself permission to read it, or move it elsewhere if it contains no labs."),
    )
