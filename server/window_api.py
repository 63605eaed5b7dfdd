"""What the web pages may ask of the native window, where there is one."""

from pathlib import Path
from typing import Protocol


class WindowApi(Protocol):
    """The window around the pages; calls may come from any thread and return when the user has answered."""

    def open_window(self, url: str, title: str) -> None:
        """Show `url`, a guest's, in a window of its own."""

    def open_external(self, url: str) -> None:
        """Show `url` in the system's browser."""

    def pick_folder(self) -> Path | None:
        """Let the user choose a folder; None when they chose none."""

    def pick_file(self) -> Path | None:
        """Let the user choose a Python file; None when they chose none."""
