"""Where the reader stopped reading the handbook, kept in the settings."""

from dataclasses import dataclass
from typing import Final

from server.store.settings import Settings

KEY: Final = "handbook.here"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingPosition:
    """A lab, and the heading, claim or picture of its page that was read last, if any."""

    lab: str
    anchor: str | None


class BookmarkStore:
    """Keeps one reading position; methods may be called from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def set(self, lab: str, anchor: str | None) -> None:
        """Remember that the reader is on the page of `lab`, at `anchor`."""
        self._settings.set(KEY, {"lab": lab, "anchor": anchor})

    def position(self) -> ReadingPosition | None:
        """Return where the reader stopped; None if no page was read yet, or the value cannot be read."""
        value = self._settings.get(KEY, {}, lambda value: isinstance(value, dict))
        if not isinstance(value.get("lab"), str):
            return None
        anchor = value.get("anchor")
        return ReadingPosition(lab=value["lab"], anchor=anchor if isinstance(anchor, str) else None)

    def clear(self) -> None:
        """Forget the position."""
        self._settings.set(KEY, {})
