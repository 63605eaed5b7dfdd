"""What the user has set: each setting with its values, and what holds until it is set rightly."""

from dataclasses import dataclass
from typing import Final

from server.runner.processes.limits import Limits
from server.store.settings import Settings

THEMES: Final = ("system", "light", "dark")
# Code and own name of each language of the interface: that of the sources first, then one for each catalogue.
LANGUAGES: Final = {"en": "English", "sv": "Svenska"}
LANGUAGE_CHOICES: Final = ("auto", *LANGUAGES)
OWN_LABS: Final = "own_labs"
_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class NumberPreference:
    """A whole number with its bounds."""

    name: str
    default: int
    least: int
    most: int


HISTORY_MB: Final = NumberPreference("history_mb", 500, 10, 20_000)
START_SECONDS: Final = NumberPreference("start_seconds", 20, 2, 300)
REQUEST_SECONDS: Final = NumberPreference("request_seconds", 30, 1, 600)
MEMORY_MB: Final = NumberPreference("memory_mb", 1024, 128, 65_536)
NUMBERS: Final = (HISTORY_MB, START_SECONDS, REQUEST_SECONDS, MEMORY_MB)


def theme(settings: Settings) -> str:
    """`system`, `light` or `dark`."""
    return _one_of(settings, "theme", THEMES)


def language(settings: Settings) -> str:
    """`auto`, or the language chosen."""
    return _one_of(settings, "language", LANGUAGE_CHOICES)


def limits(settings: Settings) -> Limits:
    """What a guest opened now may use."""
    return Limits(
        start_seconds=number(settings, START_SECONDS),
        request_seconds=number(settings, REQUEST_SECONDS),
        memory_mb=number(settings, MEMORY_MB),
    )


def own_labs(settings: Settings) -> str:
    """A further folder with labs of the user's own, empty for none."""
    value = settings.get(OWN_LABS, "")
    return value if isinstance(value, str) else ""


def cap_bytes(settings: Settings) -> int:
    """How large the history may become."""
    return number(settings, HISTORY_MB) * _MB


def number(settings: Settings, wanted: NumberPreference) -> int:
    """The value of a numeric setting, within its bounds whatever was stored."""
    value = settings.get(wanted.name, wanted.default)
    if not isinstance(value, int) or isinstance(value, bool):
        return wanted.default
    return min(max(value, wanted.least), wanted.most)


def _one_of(settings: Settings, name: str, values: tuple[str, ...]) -> str:
    value = settings.get(name, values[0])
    return value if value in values else values[0]
