"""Files that the user saves from a page: their names, and the notice of what became of them."""

import os
import re
from collections.abc import Callable
from itertools import chain, count
from pathlib import Path
from typing import Final, Protocol

from desktop.shell.i18n import _
from desktop.shell.window import system_browser

_LONGEST_NAME: Final = 80


class NoticeLine(Protocol):
    """The part of a window that says what was done."""

    def say(self, text: str, *, button: str = "", run: Callable[[], object] | None = None) -> None:
        """Show a text, with a button of that name that runs something."""


def safe_name(name: str, default: str = "download") -> str:
    """Return a file name that every system accepts, close to `name`."""
    words = re.sub(r"[^\w .-]+", " ", name)
    kept = " ".join(words.split()).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if len(kept) > _LONGEST_NAME and dot and len(ending) < _LONGEST_NAME // 4:
        return f"{stem[: _LONGEST_NAME - len(ending) - 1].strip(' .')}.{ending}"
    return kept[:_LONGEST_NAME].strip(" .") or default


def unused(file: Path) -> Path:
    """Return a path close to `file` at which nothing is."""
    places = chain([file], (file.with_name(f"{file.stem} ({number}){file.suffix}") for number in count(2)))
    return next(place for place in places if not os.path.lexists(place))


def say_saved(notice: NoticeLine, file: Path) -> None:
    """Say where a file was saved, and offer its folder."""
    notice.say(
        _("Saved: {file}").format(file=file),
        button=_("Show the folder"),
        run=lambda: system_browser.open_folder(file.parent),
    )


def say_failed(notice: NoticeLine, file: Path, why: str = "") -> None:
    """Say that a file could not be saved."""
    notice.say(
        _("{file} could not be saved: {why}.").format(file=file, why=why)
        if why
        else _("{file} could not be saved. Is there room, and may its folder be written?").format(file=file)
    )
