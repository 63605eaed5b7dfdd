"""The commands of the workbench's pages as entries of the window's menus."""

from collections.abc import Callable

from desktop.shell.i18n import _
from desktop.shell.window.menus import PageCommand
from server.web.commands import COMMANDS

_MENUS: dict[str, Callable[[], str]] = {
    "bench": lambda: _("&Bench"),
    "mail": lambda: _("&Mail"),
    "handbook": lambda: _("Hand&book"),
    "everywhere": lambda: _("&Help"),
}
_WITHIN = {"bench": "/bench", "mail": "/mail", "handbook": "/handbook", "everywhere": "/"}
# Not listed in the palette itself, but shown in the menus.
_MENU_ONLY = ("palette",)
_KEY_NAMES = {"mod": "Ctrl", "shift": "Shift", "Escape": "Esc"}


def page_commands() -> tuple[PageCommand, ...]:
    """Return the commands of the pages, menu by menu, with their keys in the notation of menus."""
    entries = [
        PageCommand(
            id=command.id,
            label=_(command.label.source),
            hint=_hint(command.keys),
            path=command.href,
            menu=_("&Go") if command.href else _MENUS[command.scope](),
            within=_WITHIN[command.scope],
        )
        for command in COMMANDS
        if command.listed or command.id in _MENU_ONLY
    ]
    order = ("/bench", "/mail", "/handbook", "/")
    return tuple(sorted(entries, key=lambda command: (not command.path, order.index(command.within))))


def _hint(keys: str) -> str:
    chords = []
    for chord in keys.split(" "):
        names = [_KEY_NAMES.get(part, part) for part in chord.split("+")]
        chords.append("+".join(name.upper() if len(name) == 1 else name for name in names))
    return " ".join(chords)
