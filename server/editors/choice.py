"""Chooses an editor: the one of the settings, or the first that is installed."""

import os
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from server.editors.editor import Arguments, Editor, file_only
from server.editors.programs import find_program, program_of
from server.editors.registry import OFFERED, editor_of
from server.editors.terminals import in_terminal

AUTOMATIC: Final = "auto"
ENVIRONMENT: Final = "environment"
NONE: Final = "none"
CHOICES: Final = (AUTOMATIC, *(editor.name for editor in OFFERED), ENVIRONMENT, NONE)
VARIABLES: Final = ("VISUAL", "EDITOR")
_LONGEST_LINE_NUMBER: Final = 10_000_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Opener:
    """An editor that can be started: the words of its command, and how it takes a file and a line."""

    name: str
    title: str
    command: tuple[str, ...]
    arguments: Arguments

    def command_for(self, file: str, line: int | None) -> tuple[str, ...]:
        """Return the words of the command that opens an absolute path at a line."""
        return (*self.command, *self.arguments(file, min(max(line or 1, 1), _LONGEST_LINE_NUMBER)))


def chosen(name: str, environment: Mapping[str, str]) -> Opener | None:
    """Return the editor of that name of `CHOICES`, if it can be started."""
    if name == AUTOMATIC:
        return next(openers(environment), None)
    return next((each for each in openers(environment) if each.name == name), None)


def openers(environment: Mapping[str, str]) -> Iterator[Opener]:
    """Yield the editors that can be started, first those with a window of their own."""
    yield from _offered(environment, in_terminal=False)
    from_environment = _from_environment(environment)
    if from_environment is not None:
        yield from_environment
    yield from _offered(environment, in_terminal=True)


def _offered(environment: Mapping[str, str], *, in_terminal: bool) -> Iterator[Opener]:
    for editor in OFFERED:
        opener = _opener(editor, environment) if editor.in_terminal is in_terminal else None
        if opener is not None:
            yield opener


def _opener(editor: Editor, environment: Mapping[str, str]) -> Opener | None:
    program = program_of(editor, environment)
    if program is None:
        return None
    command = in_terminal((program,), environment) if editor.in_terminal else (program,)
    if command is None:
        return None
    return Opener(name=editor.name, title=editor.title, command=command, arguments=editor.arguments)


def _from_environment(environment: Mapping[str, str]) -> Opener | None:
    """Return the editor that $VISUAL or $EDITOR names, as a program with its options."""
    for variable in VARIABLES:
        try:
            words = shlex.split(environment.get(variable, ""), posix=os.name != "nt")
        except ValueError:
            continue
        if not words:
            continue
        program = words[0] if os.path.isabs(words[0]) else find_program(words[0], environment)
        if program is None:
            continue
        editor = editor_of(words[0])
        command = (program, *words[1:])
        shown = in_terminal(command, environment) if editor is not None and editor.in_terminal else command
        if shown is not None:
            arguments = editor.arguments if editor is not None else file_only
            return Opener(name=ENVIRONMENT, title=words[0], command=shown, arguments=arguments)
    return None
