"""The versions that a guest runs on."""

from dataclasses import asdict, dataclass
from typing import Final

_LABELS: Final = {"python": "Python ", "flask": "Flask ", "werkzeug": "Werkzeug ", "server": ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """What a guest runs on; None where a part is missing. `server` names itself, as in `waitress 3.0.2`."""

    python: str | None = None
    flask: str | None = None
    werkzeug: str | None = None
    server: str | None = None

    def phrase(self, *names: str, separator: str = ", ") -> str:
        """Return the known versions of `names`, in that order, as in `Python 3.12.1, Flask 3.1.3`.

        `names` are fields of this class; without any: Python, Flask and Werkzeug.
        """
        known = self.as_dict()
        wanted = names or ("python", "flask", "werkzeug")
        return separator.join(f"{_LABELS[name]}{known[name]}" for name in wanted if known[name])

    def as_dict(self) -> dict[str, str | None]:
        """Return the versions by field name, None for a missing part: the form of the JSON reports."""
        return asdict(self)
