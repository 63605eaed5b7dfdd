"""The commands of the workbench's pages as entries of the window's menus."""

from collections.abc import Callable
from typing import Final

from desktop.shell.i18n import _
from desktop.shell.window.menus.items import PageCommand
from server.startup_choices import THEMES
from server.web.commands import COMMANDS

_BENCH: Final = "/bench"
# Where the commands that lead to pages, and those that work on all of them, are in the menus.
_PLACES: Final[dict[str, Callable[[], str]]] = {
    "home": lambda: _("&View"),
    "bench": lambda: _("&Bench"),
    "mail": lambda: _("&Bench"),
    "tool-routes": lambda: _("&Bench"),
    "tool-audit": lambda: _("&Bench"),
    "tool-tokens": lambda: _("&Bench"),
    "tool-access": lambda: _("&Bench"),
    "handbook": lambda: _("Hand&book"),
    "guesses": lambda: _("Hand&book"),
    "settings": lambda: _("&Edit"),
    "panes": lambda: _("&View"),
    "panes-back": lambda: _("&View"),
}
_SCOPES: Final[dict[str, Callable[[], str]]] = {
    "everywhere": lambda: _("&Help"),
    "bench": lambda: _("&Bench"),
    "mail": lambda: _("&Bench"),
    "handbook": lambda: _("Hand&book"),
}
_WITHIN: Final = {"bench": _BENCH, "mail": "/mail", "handbook": "/handbook", "everywhere": "/"}
# The order of the menus and, in each, of the pages on which its commands apply.
_ORDER: Final = ("/", _BENCH, "/mail", "/handbook")
_LAST: Final = ("help", "palette", "logs", "report", "about")  # of its menu, in the usual order
# Not listed in the palette itself, but shown in the menus.
_MENU_ONLY: Final = ("palette",)
# The window has an entry of its own, which works on every page.
_BY_THE_WINDOW: Final = ("print",)
_THEMES: Final = {f"theme-{name}": name for name in THEMES}
_KEYS: Final = {"settings": "Ctrl+,"}
_KEY_NAMES: Final = {"mod": "Ctrl", "shift": "Shift", "Escape": "Esc"}


def page_commands() -> tuple[PageCommand, ...]:
    """Return the commands of the pages, menu by menu, with their keys in the notation of menus."""
    entries = [
        PageCommand(
            id=command.id,
            label=_(command.label.source),
            hint="" if command.id in _KEYS else _hint(command.keys),
            key=_KEYS.get(command.id, ""),
            path=command.href,
            menu=_PLACES.get(command.id, _SCOPES[command.scope])(),
            within=_WITHIN[command.scope],
            theme=_THEMES.get(command.id, ""),
        )
        for command in COMMANDS
        if (command.listed or command.id in _MENU_ONLY) and command.id not in _BY_THE_WINDOW
    ]
    titles = [_("&Bench"), _("Hand&book"), _("&Help")]
    entries.sort(
        key=lambda entry: (
            titles.index(entry.menu) if entry.menu in titles else -1,
            _ORDER.index(entry.within),
            _LAST.index(entry.id) if entry.id in _LAST else -1,
        )
    )
    new = PageCommand(
        id="compose",
        label=_("New request"),
        key="Ctrl+N",
        menu=_("&File"),
        within=f"{_BENCH}/",
        elsewhere=_BENCH,
    )
    handbook = PageCommand(
        id="handbook", label=_("Handbook"), key="F1", path="/handbook", menu=_("&Help"), within="/"
    )
    first_of_help = next((at for at, entry in enumerate(entries) if entry.menu == titles[-1]), len(entries))
    return (new, *entries[:first_of_help], handbook, *entries[first_of_help:])


def _hint(keys: str) -> str:
    chords = []
    for chord in keys.split(" "):
        names = [_KEY_NAMES.get(part, part) for part in chord.split("+")]
        chords.append("+".join(name.upper() if len(name) == 1 else name for name in names))
    return " ".join(chords)
