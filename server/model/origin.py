"""What runs an app, and where the app comes from."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """The interpreter (a path) and working directory of a guest, and its app.

    `app` is like `shop.web:app`, or the name of the app's type if no module holds it. `file` and `line` are
    where the app was created or defined; None if that is not the guest's own code.
    """

    interpreter: str
    working_directory: str
    app: str
    file: str | None = None
    line: int | None = None

    @property
    def place(self) -> str:
        """Return file and line like `/shop/web.py:12`; an empty text if they are not known."""
        return ":".join(str(part) for part in (self.file, self.line) if part is not None)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields by name."""
        return asdict(self)


def origin_from(value: Mapping[str, Any] | None) -> Origin | None:
    """Return the origin with these fields; None for None, as exchanges of older versions have it."""
    return None if value is None else Origin(**value)
