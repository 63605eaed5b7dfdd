"""What web pages may ask of the native window, if there is one."""

from pathlib import Path
from typing import Protocol


class WindowApi(Protocol):
    """The window around the pages. Any thread may call it; the pickers return once the user has chosen."""

    def open_window(self, url: str, title: str) -> None:
        """Show `url`, an address of a guest, in a new window."""

    def open_external(self, url: str) -> None:
        """Show `url` in the system's browser."""

    def choose_theme(self, name: str) -> None:
        """Use the theme `system`, `light` or `dark` for menus and dialogs, as the pages do."""

    def pick_folder(self) -> Path | None:
        """Let the user choose a folder; return None if the user cancels."""

    def pick_file(self) -> Path | None:
        """Let the user choose a Python file; return None if the user cancels."""

    def pick_archive(self) -> Path | None:
        """Let the user choose an archive of a release; return None if the user cancels."""

    def close(self) -> None:
        """Close the window, which ends Fumehood."""
