"""A place in source code, as lenses show it: short for people, with the path that an editor needs."""

import ntpath
import posixpath


class SourcePlace(str):
    """The text `file:line` with a short path; `file` is the whole path, `line` is None if it is not known."""

    __slots__ = ("file", "line")
    file: str
    line: int | None

    def __new__(cls, text: str, file: str, line: int | None) -> "SourcePlace":
        """Make the text that knows its path."""
        place = super().__new__(cls, text)
        place.file = file
        place.line = line
        return place

    @property
    def leads_to_a_file(self) -> bool:
        """Return whether an editor could open it: a path that is not absolute says nothing of its folder."""
        return posixpath.isabs(self.file) or bool(ntpath.splitdrive(self.file)[0])

    @property
    def whole(self) -> str:
        """Return `file:line` with the whole path."""
        return f"{self.file}:{self.line}" if self.line else self.file
