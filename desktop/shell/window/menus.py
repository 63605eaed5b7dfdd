"""The native menus as data: each action with its key."""

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
    """The operations of a window that menus call."""

    def back(self) -> None:
        """Show the page before this one."""

    def forward(self) -> None:
        """Show the page after this one again."""

    def reload(self) -> None:
        """Load the page again."""

    def zoom(self, factor: float) -> None:
        """Multiply the zoom factor; 0 resets it."""

    def toggle_full_screen(self) -> None:
        """Fill the screen, or stop doing so."""

    def go(self, path: str) -> None:
        """Show a page of the same origin."""

    def script(self, text: str) -> None:
        """Run one of our scripts in the page."""

    def end(self) -> None:
        """Close this window."""


@dataclass(frozen=True, slots=True)
class OpenDialogs:
    """Functions that let the user choose a folder or a file, and open it."""

    folder: Callable[[], object]
    file: Callable[[], object]


def main(
    window: WindowActions, dialogs: OpenDialogs | None, commands: tuple[PageCommand, ...], *, event: str
) -> tuple[Menu, ...]:
    """Return the menus of the main window, with an entry for each command of its pages.

    A command without a path is run by the page, which receives it as a DOM event named `event`.
    """
    opening: tuple[Action | Separator, ...] = ()
    if dialogs is not None:
        opening = (
            Action(_("Open a folder…"), dialogs.folder, key="Ctrl+O"),
            Action(_("Open a file…"), dialogs.file, key="Ctrl+Shift+O"),
            Separator(),
        )
    file = Menu(_("&File"), (*opening, Action(_("Quit"), window.end, key="Ctrl+Q")))
    full = (Separator(), Action(_("Full screen"), window.toggle_full_screen, key="F11"))
    view = Menu(_("&View"), (*_navigation(window), *full))
    by_menu: dict[tuple[str, str], list[Action]] = {}
    for command in commands:
        by_menu.setdefault((command.menu, command.within), []).append(_page_action(window, command, event))
    return (file, view, *(Menu(title, tuple(items), within) for (title, within), items in by_menu.items()))


def guest(window: WindowActions) -> tuple[Menu, ...]:
    """Return the menu of a window that shows a guest."""
    close = (Separator(), Action(_("Close"), window.end, key="Ctrl+W"))
    return (Menu(_("&Window"), (*_navigation(window), *close)),)


def _navigation(window: WindowActions) -> tuple[Action | Separator, ...]:
    return (
        Action(_("Back"), window.back, key="Alt+Left"),
        Action(_("Forward"), window.forward, key="Alt+Right"),
        Action(_("Load again"), window.reload, key="Ctrl+R"),
        Separator(),
        Action(_("Larger"), partial(window.zoom, _STEP), key="Ctrl++"),
        Action(_("Smaller"), partial(window.zoom, 1 / _STEP), key="Ctrl+-"),
        Action(_("Actual size"), partial(window.zoom, 0), key="Ctrl+0"),
    )


def _page_action(window: WindowActions, command: PageCommand, event: str) -> Action:
    if command.path:
        return Action(command.label, partial(window.go, command.path), hint=command.hint)
    # The page listens for this event. The other way there is nothing: the window listens to no page.
    detail = f"{{detail: {json.dumps(command.id)}}}"
    script = f"document.dispatchEvent(new CustomEvent({json.dumps(event)}, {detail}))"
    return Action(command.label, partial(window.script, script), hint=command.hint)
