"""What the main window shows of the workbench: its icon, its title, its commands."""

from collections.abc import Callable

from flask_babel import force_locale

from desktop.shell.i18n import _, language
from desktop.shell.paths import Paths
from desktop.shell.window.main_window import WindowOptions
from desktop.shell.window.menus import PageCommand
from server import resources
from server.web.commands import COMMANDS

_MENUS: dict[str, Callable[[], str]] = {
    "bench": lambda: _("&Bench"),
    "mail": lambda: _("&Mail"),
    "handbook": lambda: _("Hand&book"),
    "everywhere": lambda: _("&Help"),
}
_WITHIN = {"bench": "/bench", "mail": "/mail", "handbook": "/handbook", "everywhere": "/"}
# In the palette it would find itself.
_NATIVE = ("palette",)
_NAMES = {"mod": "Ctrl", "shift": "Shift", "Escape": "Esc"}


def options(paths: Paths) -> WindowOptions:
    """How the window looks."""
    icon = resources.find().static / "icons" / "fumehood.svg"
    return WindowOptions(
        title="Fumehood",
        icon=icon if icon.is_file() else None,
        memory=paths.geometry,
        commands=page_commands(),
    )


def page_commands() -> tuple[PageCommand, ...]:
    """The commands of the pages, menu by menu, with their keys as a menu writes them."""
    # The command line may speak another language than the window, and labels would be said in that.
    with force_locale(language()):
        found = [
            PageCommand(
                id=command.id,
                label=_(str(command.label)),
                hint=_hint(command.keys),
                path=command.href,
                menu=_("&Go") if command.href else _MENUS[command.scope](),
                within=_WITHIN[command.scope],
            )
            for command in COMMANDS
            if command.listed or command.id in _NATIVE
        ]
    order = ("/bench", "/mail", "/handbook", "/")
    return tuple(sorted(found, key=lambda command: (not command.path, order.index(command.within))))


def _hint(keys: str) -> str:
    chords = []
    for chord in keys.split(" "):
        names = [_NAMES.get(part, part) for part in chord.split("+")]
        chords.append("+".join(name.upper() if len(name) == 1 else name for name in names))
    return " ".join(chords)
