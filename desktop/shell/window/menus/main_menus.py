"""The menus of a window: the same ones on every page, with what does not apply there disabled."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from desktop.shell.i18n import _
from desktop.shell.window.menus.items import Action, LiveMenu, Menu, PageCommand, RecentItem, Separator

_STEP: Final = 1.1
_LONGEST_NAME: Final = 60

Item = Action | Separator | LiveMenu | Menu


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

    def edit(self, operation: str) -> None:
        """Do `undo`, `redo`, `cut`, `copy`, `paste` or `select-all` where the cursor is."""

    def can_edit(self, operation: str) -> bool:
        """Return whether that is possible now."""

    def find(self) -> None:
        """Open the bar that finds text in the page."""

    def find_next(self, step: int) -> None:
        """Go to the next place, or with -1 to the previous one."""

    def save_pdf(self) -> None:
        """Ask for a file, and save the page there as a PDF."""

    def print(self) -> None:
        """Ask for a printer, and print the page."""

    def go(self, path: str) -> None:
        """Show a page of the same origin."""

    def path(self) -> str:
        """Return the path of the page that is shown."""

    def script(self, text: str) -> None:
        """Run one of our scripts in the page."""

    def end(self) -> None:
        """Close this window."""


@dataclass(frozen=True, slots=True)
class OpenActions:
    """What opens a folder or a file: two dialogs, and what was opened before."""

    folder: Callable[[], object]
    file: Callable[[], object]
    target: Callable[[str], object]
    recent: Callable[[], tuple[RecentItem, ...]]


def main(
    window: WindowActions,
    opening: OpenActions | None,
    commands: tuple[PageCommand, ...],
    *,
    event: str,
    theme: Callable[[], str],
) -> tuple[Menu, ...]:
    """Return the menus of the main window, with an entry for each command of its pages.

    A command without a path is run by the page, which receives it as a DOM event named `event`. `theme`
    returns the theme that is chosen now.
    """
    ours = tuple((command, _page_action(window, command, event, theme)) for command in commands)

    def of(title: str) -> tuple[Item, ...]:
        return tuple(
            _grouped(
                [(command, action) for command, action in ours if command.menu == title and not command.theme]
            )
        )

    built_in = (_file(window, opening, of), _edit(window, of), _view(window, of, _themes(ours)))
    titles = {menu.title for menu in built_in}
    others = dict.fromkeys(command.menu for command in commands if command.menu not in titles)
    return (*built_in, *(Menu(title, of(title)) for title in others))


def guest(window: WindowActions) -> tuple[Menu, ...]:
    """Return the menus of a window that shows a guest."""
    pages = (
        Action(_("Save page as PDF…"), window.save_pdf),
        Action(_("Print…"), window.print, key="Ctrl+P"),
        Separator(),
        Action(_("Close"), window.end, key="Ctrl+W"),
    )
    return (Menu(_("&File"), pages), _edit(window), _view(window))


def _none(_title: str) -> tuple[Item, ...]:
    return ()


def _file(window: WindowActions, opening: OpenActions | None, of: Callable[[str], tuple[Item, ...]]) -> Menu:
    title = _("&File")
    first: tuple[Item, ...] = of(title)
    if opening is not None:
        first += (
            Action(_("Open a folder…"), opening.folder, key="Ctrl+O"),
            Action(_("Open a file…"), opening.file, key="Ctrl+Shift+O"),
            LiveMenu(_("Open &recent"), partial(_recent, opening), _("Nothing yet")),
        )
    return Menu(
        title,
        (
            *first,
            *((Separator(),) if first else ()),
            Action(_("Save page as PDF…"), window.save_pdf),
            Action(_("Print…"), window.print, key="Ctrl+P"),
            Separator(),
            Action(_("Close"), window.end, key="Ctrl+W"),
            Action(_("Quit"), window.end, key="Ctrl+Q"),
        ),
    )


def _recent(opening: OpenActions) -> tuple[Action, ...]:
    return tuple(
        Action(_shown(f"{one.name} \N{EN DASH} {one.target}"), partial(opening.target, one.target))
        for one in opening.recent()
    )


def _shown(text: str) -> str:
    """Return a text as a menu shows it: short, and with no letter of it underlined."""
    half = _LONGEST_NAME // 2
    return (text if len(text) <= _LONGEST_NAME else f"{text[:half]}…{text[-half:]}").replace("&", "&&")


def _edit(window: WindowActions, of: Callable[[str], tuple[Item, ...]] = _none) -> Menu:
    def operation(text: str, name: str, hint: str) -> Action:
        # Not bound: the field or the editor that has the focus listens to these keys itself.
        return Action(text, partial(window.edit, name), hint=hint, enabled=partial(window.can_edit, name))

    title = _("&Edit")
    own = of(title)
    return Menu(
        title,
        (
            operation(_("Undo"), "undo", "Ctrl+Z"),
            operation(_("Redo"), "redo", "Ctrl+Shift+Z"),
            Separator(),
            operation(_("Cut"), "cut", "Ctrl+X"),
            operation(_("Copy"), "copy", "Ctrl+C"),
            operation(_("Paste"), "paste", "Ctrl+V"),
            operation(_("Select all"), "select-all", "Ctrl+A"),
            Separator(),
            Action(_("Find in the page…"), window.find, key="Ctrl+F"),
            Action(_("Find next"), partial(window.find_next, 1), key="F3"),
            Action(_("Find previous"), partial(window.find_next, -1), key="Shift+F3"),
            *((Separator(),) if own else ()),
            *own,
        ),
    )


def _view(
    window: WindowActions, of: Callable[[str], tuple[Item, ...]] = _none, themes: tuple[Item, ...] = ()
) -> Menu:
    title = _("&View")
    own = of(title)
    return Menu(
        title,
        (
            Action(_("Back"), window.back, key="Alt+Left"),
            Action(_("Forward"), window.forward, key="Alt+Right"),
            Action(_("Reload"), window.reload, key="Ctrl+R"),
            Separator(),
            Action(_("Zoom in"), partial(window.zoom, _STEP), key="Ctrl++"),
            Action(_("Zoom out"), partial(window.zoom, 1 / _STEP), key="Ctrl+-"),
            Action(_("Reset zoom"), partial(window.zoom, 0), key="Ctrl+0"),
            Action(_("Full screen"), window.toggle_full_screen, key="F11"),
            *((Menu(_("&Theme"), themes),) if themes else ()),
            *((Separator(),) if own else ()),
            *own,
        ),
    )


def _themes(ours: tuple[tuple[PageCommand, Action], ...]) -> tuple[Item, ...]:
    return tuple(action for command, action in ours if command.theme)


def _grouped(entries: list[tuple[PageCommand, Action]]) -> Iterator[Item]:
    """Yield the actions, with a separator where the pages on which they apply change."""
    before: str | None = None
    for command, action in entries:
        if before not in (None, command.within):
            yield Separator()
        before = command.within
        yield action


def _page_action(window: WindowActions, command: PageCommand, event: str, theme: Callable[[], str]) -> Action:
    # The page listens for this event. The other way there is nothing: the window listens to no page.
    detail = f"{{detail: {json.dumps(command.id)}}}"
    script = f"document.dispatchEvent(new CustomEvent({json.dumps(event)}, {detail}))"

    def run() -> None:
        if command.path:
            window.go(command.path)
        elif command.elsewhere and not window.path().startswith(command.within):
            window.go(command.elsewhere)
        else:
            window.script(script)

    return Action(
        command.label,
        run,
        key=command.key,
        hint=command.hint,
        within="/" if command.path or command.elsewhere else command.within,
        checked=(lambda: theme() == command.theme) if command.theme else None,
    )
