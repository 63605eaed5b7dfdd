"""An update that the user asks for in the window: prepared while Fumehood runs, made when it has ended.

A program whose folder is exchanged while it runs would load half of itself from the other version.
"""

import logging
import os
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from typing import Final

from desktop.workbench.update import archive as archives
from desktop.workbench.update import swap
from desktop.workbench.update.last_change import read_last_change, write_last_change
from desktop.workbench.update.obstacle import replaceable
from server.i18n import gettext as _
from server.model.file_problem import file_problem
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.processes.environment import own_script_environment
from server.updater import Kept, LastChange, PlannedChange

UNPACKED: Final = ".{name}-update-"
_log = logging.getLogger(__name__)


class FolderUpdater:
    """The updates of one running Fumehood with its data in `data`; `close` ends it, if it has a window."""

    def __init__(self, data: Path, close: Callable[[], None] | None = None) -> None:
        self._data = data
        self._close = close
        self._lock = threading.Lock()
        self._planned: PlannedChange | None = None
        self._fresh: Path | None = None
        self._start_again = False

    @property
    def obstacle(self) -> Problem | None:
        """Why this Fumehood is not replaced; the remedy says how it is updated instead."""
        program = replaceable()
        return program if isinstance(program, Problem) else None

    @property
    def planned(self) -> PlannedChange | None:
        """The change that is made once Fumehood has ended."""
        return self._planned

    @property
    def last(self) -> LastChange | None:
        """What became of the last change."""
        return read_last_change(self._data)

    @property
    def kept(self) -> Kept | None:
        """The version that can be gone back to."""
        program = replaceable()
        if isinstance(program, Problem) or not os.path.isdir(swap.previous(program)):
            return None
        folder = swap.previous(program)
        return Kept(version=archives.version_in(folder), folder=folder)

    def plan_update(self, archive: Path) -> Problem | None:
        """Check and unpack an archive, and plan to use it; nothing of the running program is touched."""
        program = replaceable()
        if isinstance(program, Problem):
            return program
        if not self._lock.acquire(blocking=False):
            return _busy()
        try:
            self._forget(program)
            problem = archives.check(archive, archive.with_name(archives.CHECKSUMS))
            if problem is not None:
                return problem
            work = Path(tempfile.mkdtemp(prefix=UNPACKED.format(name=program.name), dir=program.parent))
            fresh = archives.unpack(archive, work, lambda _read: None)
            if isinstance(fresh, Problem):
                shutil.rmtree(work, ignore_errors=True)
                return fresh
            self._fresh = fresh.folder
            self._planned = PlannedChange(version=fresh.version)
        except OSError as error:
            self._forget(program)
            return file_problem(error)
        finally:
            self._lock.release()
        return None

    def plan_return(self) -> Problem | None:
        """Plan to go back to the kept version."""
        program, kept = replaceable(), self.kept
        if isinstance(program, Problem):
            return program
        if not self._lock.acquire(blocking=False):
            return _busy()
        try:
            if kept is None:
                return swap.none_kept(program)
            self._forget(program)
            self._planned = PlannedChange(version=kept.version, back=True)
        finally:
            self._lock.release()
        return None

    def cancel(self) -> None:
        """Plan nothing, and remove what was unpacked."""
        program = replaceable()
        if not isinstance(program, Problem) and self._lock.acquire(blocking=False):
            try:
                self._forget(program)
            finally:
                self._lock.release()

    def restart(self) -> bool:
        """Close the window, and start again afterwards; False where there is none."""
        if self._close is None:
            return False
        self._start_again = True
        self._close()
        return True

    def apply(self) -> None:
        """Make the planned change; call it when the guests and the store are closed."""
        planned, program = self._planned, replaceable()
        if planned is None or isinstance(program, Problem):
            return
        before, problem = metadata.version("fumehood"), None
        try:
            if planned.back:
                swap.go_back(program)
            elif self._fresh is not None:
                swap.replace(program, self._fresh)
        except OSError as error:
            _log.warning("the program was not replaced: %s", error)
            problem = file_problem(error)
        write_last_change(
            self._data, LastChange(before=before, after=planned.version, at=time.time(), problem=problem)
        )
        self._forget(program)

    def start_again(self) -> None:
        """Start the program that is now in the folder, if the user asked for it."""
        program = replaceable()
        if self._start_again and not isinstance(program, Problem):
            subprocess.Popen(  # noqa: S603 - our own program
                [str(program / archives.PROGRAM)],
                env=own_script_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _forget(self, program: Path) -> None:
        """Plan nothing, and remove what was unpacked, now or before Fumehood was killed."""
        self._planned = self._fresh = None
        for left in program.parent.glob(UNPACKED.format(name=program.name) + "*"):
            shutil.rmtree(left, ignore_errors=True)


def _busy() -> Problem:
    return Problem(
        code=ProblemCode.BUSY,
        cause=_("An archive is being unpacked already."),
        remedy=_("Wait until it is done."),
    )
