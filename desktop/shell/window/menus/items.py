"""What a menu is made of, as data; `main_menus` says which ones a window has."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One line of a menu, for the page at `within` and those below it, and where `enabled` says so.

    `key` is bound by the window, in Qt's spelling. `hint` is only shown, because the page itself listens to
    it (`g h` typed into a field must reach the field). An action with `checked` shows whether it is chosen.
    """

    text: str
    run: Callable[[], object]
    key: str = ""
    hint: str = ""
    within: str = "/"
    enabled: Callable[[], bool] | None = None
    checked: Callable[[], bool] | None = None

    def applies(self, path: str) -> bool:
        """Return whether the action can be chosen on the page with this path."""
        return path == self.within or path.startswith(self.within.rstrip("/") + "/")


@dataclass(frozen=True, slots=True)
class Separator:
    """A line between two groups of actions."""


@dataclass(frozen=True, slots=True)
class LiveMenu:
    """A menu whose actions are asked for each time it is opened; `empty` is its text where there is none."""

    title: str
    items: Callable[[], tuple[Action, ...]]
    empty: str


@dataclass(frozen=True, slots=True)
class Menu:
    """One menu with its items in order."""

    title: str
    items: tuple["Action | Separator | LiveMenu | Menu", ...]


@dataclass(frozen=True, slots=True)
class PageCommand:
    """A command of the pages: `path` where it leads to another page, else the page runs it under its `id`.

    `menu` is the title of the menu that holds it. `within` is the beginning of the paths on which it applies;
    on any other page it leads to `elsewhere` first, or is disabled where that is empty. `key` is bound by the
    window, `hint` by the pages. `theme` is the theme that the command chooses, if it does.
    """

    id: str
    label: str
    hint: str = ""
    key: str = ""
    path: str = ""
    menu: str = ""
    within: str = "/"
    elsewhere: str = ""
    theme: str = ""


@dataclass(frozen=True, slots=True)
class RecentItem:
    """Something that was opened before: its name for people, and the target that opens it again."""

    name: str
    target: str


@dataclass(frozen=True, slots=True)
class PageMenus:
    """What the pages give to the menus: their commands in the language of now, and recently opened apps."""

    commands: Callable[[], tuple[PageCommand, ...]] = tuple
    recent: Callable[[], tuple[RecentItem, ...]] = tuple
