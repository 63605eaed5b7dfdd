"""What the shell knows of the app that it shows."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class AppInfo:
    """The names, files and conventions of one app.

    `id` is a lower-case word: the name of the app's folders, log file and desktop entry, and the prefix of
    the DOM event that menus dispatch in its pages (`ID:run`). `name` is for people. `icon` is an SVG or PNG
    file, `translations` a folder of gettext catalogues. Where `page_of_target` is given, the window opens a
    folder or a file on the page whose path it returns; without it the File menu has no such entries.
    `grounds` are the backgrounds of its pages, light and dark, which the window has before the first of them.
    `secrets` is a regular expression; of each match in the log only its first group is kept. `report` returns
    what a user may copy after a crash, given what happened.
    """

    id: str
    name: str
    icon: Path | None = None
    translations: Path | None = None
    page_of_target: Callable[[str], str] | None = None
    grounds: tuple[str, str] = ("#ffffff", "#16181c")
    secrets: str = ""
    report: Callable[[str], str] | None = None

    @property
    def home_variable(self) -> str:
        """The environment variable that names a folder for data, logs and cache."""
        return f"{self.id.upper()}_HOME"

    @property
    def debug_variable(self) -> str:
        """The environment variable that names a port for the DevTools protocol; for tests."""
        return f"{self.id.upper()}_DEBUG_PORT"
