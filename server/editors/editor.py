"""The description of one editor: its programs, and how it is told to open a file at a line."""

from collections.abc import Callable
from dataclasses import dataclass

Arguments = Callable[[str, int], tuple[str, ...]]
"""Return the arguments that open a file (an absolute path) at a line, which is counted from 1."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Editor:
    """One editor that Fumehood knows.

    - `name` is kept in the settings, so it never changes; `title` is shown.
    - `programs` are its programs without `.exe`, the preferred one first.
    - `elsewhere` are the paths of its program outside of PATH, by `sys.platform`; `%NAME%` is a variable.
    - `in_terminal`: it has no window of its own.
    """

    name: str
    title: str
    programs: tuple[str, ...]
    arguments: Arguments
    elsewhere: tuple[tuple[str, str], ...] = ()
    in_terminal: bool = False


def goto(file: str, line: int) -> tuple[str, ...]:
    """Return the arguments of editors that take `-g FILE:LINE`."""
    return ("-g", f"{file}:{line}")


def colon(file: str, line: int) -> tuple[str, ...]:
    """Return the arguments of editors that take `FILE:LINE`."""
    return (f"{file}:{line}",)


def line_option(file: str, line: int) -> tuple[str, ...]:
    """Return the arguments of editors that take `--line N FILE`."""
    return ("--line", str(line), file)


def plus(file: str, line: int) -> tuple[str, ...]:
    """Return the arguments of editors that take `+N FILE`, as vi does."""
    return (f"+{line}", file)


def file_only(file: str, line: int) -> tuple[str, ...]:
    """Return the arguments of a program that is not known to take a line."""
    return (file,)
