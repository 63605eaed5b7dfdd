"""Read, copy and write the files of a lab."""

from collections.abc import Mapping
from pathlib import Path

from server.file_access import read_text, replace_file
from server.model.lab import Lab


def copy_lab(lab: Lab, folder: Path, *, changes: Mapping[str, str] | None = None) -> None:
    """Write the lab's files into an existing folder, with each key of `changes` replaced by its value.

    Raise ValueError for a key that does not occur exactly once in the lab's files.
    """
    texts = {name: read_text(lab.folder / name) for name in lab.files}
    for old, new in (changes or {}).items():
        if sum(text.count(old) for text in texts.values()) != 1:
            raise ValueError(f"{old!r} does not occur exactly once in the files of {lab.slug}")
        texts = {name: text.replace(old, new) for name, text in texts.items()}
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_text(folder / name, text)


def write_text(path: Path, text: str) -> None:
    """Replace the text of a file in one step: another process sees the old text or the new one."""
    replace_file(path, text.encode())
