"""Editable copies of labs: a reader changes one and can always go back."""

import shutil
import tempfile
from pathlib import Path

from server.handbook.catalogue.lab_files import copy_lab, read_text, write_text
from server.model.lab import Lab


class WorkingCopies:
    """The reader's changed labs below one folder; a lab that is as printed has no copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def folder(self, lab: Lab) -> Path | None:
        """Where the changed lab lies, or None while it is unchanged."""
        folder = self._folder / lab.slug
        return folder if folder.is_dir() else None

    def read(self, lab: Lab, file: str) -> str:
        """The text of one of the lab's files as the reader has it."""
        _check(lab, file)
        return read_text((self.folder(lab) or lab.folder) / file)

    def write(self, lab: Lab, file: str, text: str) -> None:
        """Change one of the lab's files; whoever reads it sees the old text or the new, never a half.

        A copy that is again as printed is removed.
        """
        _check(lab, file)
        folder = self.folder(lab) or self._copy(lab)
        write_text(folder / file, text)
        if all(read_text(folder / name) == read_text(lab.folder / name) for name in lab.files):
            self.restore(lab)

    def restore(self, lab: Lab) -> None:
        """Take the lab back to how it is printed."""
        folder = self.folder(lab)
        if folder is not None:
            # Renamed first: a copy that is half removed must not be run.
            gone = Path(tempfile.mkdtemp(dir=self._folder, prefix=".gone-"))
            folder.rename(gone / lab.slug)
            shutil.rmtree(gone, ignore_errors=True)

    def changed(self, lab: Lab) -> bool:
        """Whether the reader has changed the lab."""
        return self.folder(lab) is not None

    def _copy(self, lab: Lab) -> Path:
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=self._folder, prefix=".new-"))
        copy_lab(lab, fresh)
        return fresh.rename(self._folder / lab.slug)


def _check(lab: Lab, file: str) -> None:
    if file not in lab.files:
        raise KeyError(f"{file} is no file of the lab {lab.slug}")
