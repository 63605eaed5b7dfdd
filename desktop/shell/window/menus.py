"""What the native menus hold, as data: each action with its key."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from desktop.shell.i18n import _

_STEP = 1.1


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a menu.

    `key` is bound by the window, in Qt's spelling. `hint` is only shown, because the page itself listens to
    it (`g h` typed into a field must reach the field).
    """

    text: str
    run: Callable[[], object]
    key: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Separator:
    """A line between two groups of actions."""


@dataclass(frozen=True, slots=True)
class Menu:
    """One menu with its actions in order; it can be opened on pages whose path begins with `within`."""

    title: str
    items: tuple[Action | Separator, ...]
    within: str = "/"


@dataclass(frozen=True, slots=True)
class PageCommand:
    """A command of the pages: `path` where it leads to another page, else the page runs it under its `id`.

    `menu` is the title of the menu that holds it, `within` the beginning of the paths on which it applies.
    """

    id: str
    label: str
    hint: str = ""
    path: str = ""
    menu: str = ""
    within: str = "/"


class WindowActions(Protocol):
    """What a window can do by itself."""

    def back(self) -> None:
        """Show the page before this one."""

    def forward(self) -> None:
        """Show the page after this one again."""

    def reload(self) -> None:
        """Load the page again."""

    def zoom(self, factor: float) -> None:
        """Show everything that much larger; 0 is the actual size."""

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""

    def go(self, path: str) -> None:
        """Show a page of the same origin."""

    def script(self, text: str) -> None:
        """Run a script of ours in the page."""

    def end(self) -> None:
        """Close this window."""


@dataclass(frozen=True, slots=True)
class OpenDialogs:
    """What asks the user for something to open, and opens it."""

    folder: Callable[[], object]
    file: Callable[[], object]


def main(window: WindowActions, openers: OpenDialogs, commands: tuple[PageCommand, ...]) -> tuple[Menu, ...]:
    """The menus of the main window, with the commands that its pages have."""
    file = Menu(
        _("&File"),
        (
            Action(_("Open a folder…"), openers.folder, key="Ctrl+O"),
            Action(_("Open a file…"), openers.file, key="Ctrl+Shift+O"),
            Separator(),
            Action(_("Quit"), window.end, key="Ctrl+Q"),
        ),
    )
    full = (Separator(), Action(_("Full screen"), window.toggle_full_screen, key="F11"))
    view = Menu(_("&View"), (*_moving(window), *full))
    pages = dict.fromkeys((command.menu, command.within) for command in commands)
    return (file, view, *(_of_pages(window, commands, title, within) for title, within in pages))


def _of_pages(window: WindowActions, commands: tuple[PageCommand, ...], title: str, within: str) -> Menu:
    held = (command for command in commands if (command.menu, command.within) == (title, within))
    return Menu(title, tuple(_of_page(window, command) for command in held), within)


def guest(window: WindowActions) -> tuple[Menu, ...]:
    """The menu of a window that shows a guest."""
    close = (Separator(), Action(_("Close"), window.end, key="Ctrl+W"))
    return (Menu(_("&Window"), (*_moving(window), *close)),)


def _moving(window: WindowActions) -> tuple[Action | Separator, ...]:
    return (
        Action(_("Back"), window.back, key="Alt+Left"),
        Action(_("Forward"), window.forward, key="Alt+Right"),
        Action(_("Load again"), window.reload, key="Ctrl+R"),
        Separator(),
        Action(_("Larger"), partial(window.zoom, _STEP), key="Ctrl++"),
        Action(_("Smaller"), partial(window.zoom, 1 / _STEP), key="Ctrl+-"),
        Action(_("Actual size"), partial(window.zoom, 0), key="Ctrl+0"),
    )


def _of_page(window: WindowActions, command: PageCommand) -> Action:
    if command.path:
        return Action(command.label, partial(window.go, command.path), hint=command.hint)
    # The page listens for this; nothing that a page says is listened to.
    event = f'document.dispatchEvent(new CustomEvent("fumehood:run", {{detail: {json.dumps(command.id)}}}))'
    return Action(command.label, partial(window.script, event), hint=command.hint)
