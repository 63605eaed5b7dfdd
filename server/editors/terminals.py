"""The terminal windows in which editors without a window of their own are opened."""

from collections.abc import Mapping
from typing import Final

from server.editors.programs import find_program

_DISPLAYS: Final = ("DISPLAY", "WAYLAND_DISPLAY")
TERMINALS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("x-terminal-emulator", ("-e",)),
    ("gnome-terminal", ("--",)),
    ("konsole", ("-e",)),
    ("xfce4-terminal", ("-x",)),
    ("ptyxis", ("--",)),
    ("kitty", ()),
    ("alacritty", ("-e",)),
    ("foot", ()),
    ("wezterm", ("start", "--")),
    ("xterm", ("-e",)),
)
"""Programs that open a window and run a command in it, with what comes before that command."""


def in_terminal(command: tuple[str, ...], environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """Return the command that runs `command` in a new terminal window; None where none can be opened."""
    if not any(environment.get(name) for name in _DISPLAYS):
        return None
    for name, before in TERMINALS:
        program = find_program(name, environment)
        if program is not None:
            return (program, *before, *command)
    return None
