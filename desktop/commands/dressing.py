"""What the main window shows of the workbench: its icon, its title, its commands."""

from desktop.menus import PageCommand
from desktop.paths import Paths
from desktop.window import Options
from desktop.words import _
from server import resources
from server.web.commands import COMMANDS

_NAMES = {"mod": "Ctrl", "shift": "Shift", "Escape": "Esc"}


def options(paths: Paths) -> Options:
    """How the window looks."""
    icon = resources.find().static / "icons" / "fumehood.svg"
    return Options(
        title="Fumehood",
        icon=icon if icon.is_file() else None,
        memory=paths.geometry,
        commands=page_commands(),
    )


def page_commands() -> tuple[PageCommand, ...]:
    """The commands of the pages, with their keys as a menu writes them."""
    return tuple(
        PageCommand(id=command.id, label=_(str(command.label)), hint=_hint(command.keys), path=command.href)
        for command in COMMANDS
        if command.listed
    )


def _hint(keys: str) -> str:
    chords = []
    for chord in keys.split(" "):
        names = [_NAMES.get(part, part) for part in chord.split("+")]
        chords.append("+".join(name.upper() if len(name) == 1 else name for name in names))
    return " ".join(chords)
