"""The user's settings: where they are, their allowed values, and the defaults for missing or invalid ones."""

from dataclasses import dataclass
from typing import Final

from server.editors.choice import CHOICES
from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.processes.limits import DEFAULT_MEMORY_MB, DEFAULT_OPEN_FILES, MOST_MEMORY_MB, Limits
from server.startup_choices import LANGUAGES, THEMES
from server.store.records import ProjectSettings
from server.store.settings import Settings

LANGUAGE_CHOICES: Final = ("auto", *LANGUAGES)
OWN_LABS: Final = "own_labs"
EDITOR: Final = "editor"
EDITOR_CHOICES: Final = CHOICES
LONGEST_PATH: Final = 4096
_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class NumberPreference:
    """A whole number with its bounds."""

    name: str
    default: int
    least: int
    most: int

    def allows(self, value: object) -> bool:
        """Return whether a value is a whole number within the bounds."""
        return type(value) is int and self.least <= value <= self.most

    def refusal(self, text: str) -> Problem:
        """Return the problem with a value that was entered and is not allowed."""
        return Problem(
            code=ProblemCode.OUT_OF_BOUNDS,
            cause=_("%(value)s is not allowed here.", value=text),
            remedy=_("Enter a whole number from %(least)s to %(most)s.", least=self.least, most=self.most),
        )


HISTORY_MB: Final = NumberPreference("history_mb", 500, 10, 20_000)
HISTORY_DAYS: Final = NumberPreference("history_days", 0, 0, 3650)
START_SECONDS: Final = NumberPreference("start_seconds", 60, 2, 600)
REQUEST_SECONDS: Final = NumberPreference("request_seconds", 30, 1, 600)
MEMORY_MB: Final = NumberPreference("memory_mb", DEFAULT_MEMORY_MB, 128, MOST_MEMORY_MB)
OPEN_FILES: Final = NumberPreference("open_files", DEFAULT_OPEN_FILES, 64, 1_048_576)
# The limits of guests, which each app may have of its own.
LIMITS: Final = (START_SECONDS, REQUEST_SECONDS, MEMORY_MB, OPEN_FILES)
NUMBERS: Final = (HISTORY_MB, HISTORY_DAYS, *LIMITS)
# Ports below 1024 are reserved for the administrator.
PORT: Final = NumberPreference("port", 0, 1024, 65_535)


def theme(settings: Settings) -> str:
    """Return `system`, `light` or `dark`."""
    return _one_of(settings, "theme", THEMES)


def language(settings: Settings) -> str:
    """Return `auto`, or the code of the chosen language."""
    return _one_of(settings, "language", LANGUAGE_CHOICES)


def editor(settings: Settings) -> str:
    """Return which editor opens source code: a value of `EDITOR_CHOICES`."""
    return _one_of(settings, EDITOR, EDITOR_CHOICES)


def limits(settings: Settings, chosen: ProjectSettings = ProjectSettings()) -> Limits:  # noqa: B008 - a frozen value
    """Return the resource limits for a guest; what was chosen for its app has precedence."""
    return Limits(
        start_seconds=chosen.start_seconds or number(settings, START_SECONDS),
        request_seconds=chosen.request_seconds or number(settings, REQUEST_SECONDS),
        memory_mb=chosen.memory_mb or number(settings, MEMORY_MB),
        open_files=chosen.open_files or number(settings, OPEN_FILES),
    )


def own_labs(settings: Settings) -> str:
    """Return the additional folder with the user's own labs, empty if there is none."""
    return str(settings.get(OWN_LABS, "", is_path))


def cap_bytes(settings: Settings, used_bytes: int = 0) -> int:
    """Return the maximum size of the history in bytes.

    Where no usable value is stored it is at least `used_bytes`, so that a broken value deletes no exchange.
    """
    stored: int | None = settings.get(HISTORY_MB.name, None, HISTORY_MB.allows)
    return max(HISTORY_MB.default * _MB, used_bytes) if stored is None else stored * _MB


def number(settings: Settings, wanted: NumberPreference) -> int:
    """Return the value of a numeric setting; the default for a value out of its bounds."""
    value: int = settings.get(wanted.name, wanted.default, wanted.allows)
    return value


def _one_of(settings: Settings, name: str, values: tuple[str, ...]) -> str:
    return str(settings.get(name, values[0], lambda value: value in values))


def is_path(value: object) -> bool:
    """Return whether a value is a text that can be a path, or is empty."""
    return isinstance(value, str) and "\0" not in value and len(value) <= LONGEST_PATH
