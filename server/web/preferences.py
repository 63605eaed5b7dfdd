"""What the user has set: each setting with its values and what holds until it is set."""

from dataclasses import dataclass
from typing import Any, Final

from server.runner.limits import Limits
from server.web.current import services

THEMES: Final = ("system", "light", "dark")
LANGUAGES: Final = ("auto", "en", "sv")


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number with its bounds and its unit."""

    name: str
    default: int
    least: int
    most: int


HISTORY_MB: Final = Number("history_mb", 500, 10, 20_000)
START_SECONDS: Final = Number("start_seconds", 20, 2, 300)
REQUEST_SECONDS: Final = Number("request_seconds", 30, 1, 600)
MEMORY_MB: Final = Number("memory_mb", 1024, 128, 65_536)
NUMBERS: Final = (HISTORY_MB, START_SECONDS, REQUEST_SECONDS, MEMORY_MB)


def theme() -> str:
    """`system`, `light` or `dark`."""
    return _one_of("theme", THEMES)


def language() -> str:
    """`auto`, or the language chosen."""
    return _one_of("language", LANGUAGES)


def limits() -> Limits:
    """What a guest opened now may use."""
    return Limits(
        start_seconds=number(START_SECONDS),
        request_seconds=number(REQUEST_SECONDS),
        memory_mb=number(MEMORY_MB),
    )


def number(setting: Number) -> int:
    """The value of a numeric setting, within its bounds whatever was stored."""
    value = _stored(setting.name, setting.default)
    if not isinstance(value, int) or isinstance(value, bool):
        return setting.default
    return min(max(value, setting.least), setting.most)


def _one_of(name: str, values: tuple[str, ...]) -> str:
    value = _stored(name, values[0])
    return value if value in values else values[0]


def _stored(name: str, default: Any) -> Any:
    return services().store.settings.get(name, default)
