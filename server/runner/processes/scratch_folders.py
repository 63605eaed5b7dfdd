"""Folders for what guests and experiments write and nobody keeps."""

import shutil
import tempfile
import threading
from pathlib import Path
from typing import Final

# What asks where temporary files go looks at the first of these that is set.
VARIABLES: Final = ("TMPDIR", "TEMP", "TMP")


class ScratchFolders:
    """Empty folders below one root, which is made with the first of them; safe between threads.

    The root is removed by `close`, or by the keeper of a guest that finds Fumehood gone.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._root: Path | None = None
        self._closed = False

    @property
    def root(self) -> Path:
        """The folder that holds all others; OSError once all was closed."""
        with self._lock:
            if self._closed:
                raise OSError("there is no scratch folder any more")
            if self._root is None:
                self._root = Path(tempfile.mkdtemp(prefix="fumehood-")).resolve()
            return self._root

    def make(self) -> Path:
        """A new empty folder."""
        return Path(tempfile.mkdtemp(dir=self.root))

    def remove(self, folder: Path) -> None:
        """Remove a folder with all that is in it."""
        shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        """Remove everything, and make nothing more."""
        with self._lock:
            self._closed = True
            root, self._root = self._root, None
        if root is not None:
            self.remove(root)


def temporary(folder: Path) -> dict[str, str]:
    """The variables by which a process puts its temporary files there."""
    return dict.fromkeys(VARIABLES, str(folder))
