"""Temporary folders for guests and experiments, removed with Fumehood."""

import shutil
import tempfile
import threading
from pathlib import Path
from typing import Final

# Programs put temporary files into the folder that the first of these variables names.
VARIABLES: Final = ("TMPDIR", "TEMP", "TMP")


class ScratchFolders:
    """Creates folders below one root, which is created with the first of them; safe between threads.

    `close` removes the root; if Fumehood is killed, the supervisor of a guest does.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._root: Path | None = None
        self._closed = False

    @property
    def root(self) -> Path:
        """The folder that holds all others; OSError after `close`."""
        with self._lock:
            if self._closed:
                raise OSError("the scratch folders are closed")
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix="fumehood-")).resolve()
            return self._root

    def make(self) -> Path:
        """Create an empty folder."""
        return Path(tempfile.mkdtemp(dir=self.root))

    def remove(self, folder: Path) -> None:
        """Remove a folder with its contents; ignore errors."""
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove all folders, and create no more."""
        with self._lock:
            self._closed = True
            root, self._root = self._root, None
        if root is not None:
            self.remove(root)


def temporary_variables(folder: Path) -> dict[str, str]:
    """Return the variables that make a process put its temporary files into `folder`."""
    return dict.fromkeys(VARIABLES, str(folder))
