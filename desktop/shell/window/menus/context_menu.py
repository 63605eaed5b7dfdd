"""The menu of the right mouse button: what can be done with the thing under the pointer."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from desktop.shell.i18n import _
from desktop.shell.window.menus.items import Action, Separator
from desktop.shell.window.menus.main_menus import WindowActions


@dataclass(frozen=True, slots=True)
class Pointed:
    """What is under the pointer: a field, selected text, a picture, the address of a link."""

    editable: bool = False
    selected: bool = False
    picture: bool = False
    link: str = ""


class LinkActions(Protocol):
    """What a window does with the link or the picture under the pointer."""

    def open_link(self, url: str) -> object:
        """Follow the link."""

    def copy_text(self, text: str) -> object:
        """Copy a text."""

    def copy_picture(self) -> object:
        """Copy the picture under the pointer."""


def entries(
    window: WindowActions, links: LinkActions, pointed: Pointed, *, is_ours: Callable[[str], bool]
) -> tuple[Action | Separator, ...]:
    """Return the entries; `is_ours` says that an address works in this window only."""
    found: list[Action | Separator] = []
    if pointed.link:
        found.append(Action(_("Open the link"), partial(links.open_link, pointed.link)))
        if not is_ours(pointed.link):
            found.append(Action(_("Copy the address of the link"), partial(links.copy_text, pointed.link)))
        found.append(Separator())
    if pointed.picture:
        found += (Action(_("Copy the picture"), links.copy_picture), Separator())
    if pointed.editable:
        found += (
            _operation(window, _("Undo"), "undo"),
            _operation(window, _("Redo"), "redo"),
            Separator(),
            _operation(window, _("Cut"), "cut"),
            _operation(window, _("Copy"), "copy"),
            _operation(window, _("Paste"), "paste"),
            Separator(),
            _operation(window, _("Select all"), "select-all"),
        )
    elif pointed.selected:
        found += (_operation(window, _("Copy"), "copy"), _operation(window, _("Select all"), "select-all"))
    elif not found:
        found += (
            Action(_("Back"), window.back),
            Action(_("Forward"), window.forward),
            Action(_("Reload"), window.reload),
            Separator(),
            _operation(window, _("Select all"), "select-all"),
            Action(_("Find in the page…"), window.find),
            Action(_("Print…"), window.print),
        )
    return tuple(found[:-1] if isinstance(found[-1], Separator) else found)


def _operation(window: WindowActions, text: str, name: str) -> Action:
    return Action(text, partial(window.edit, name), enabled=partial(window.can_edit, name))
