"""The versions that a guest runs on."""

from dataclasses import asdict, dataclass
from typing import Final

OLDEST_FLASK: Final = (2, 2)
"""The oldest Flask that the probe sees inside of."""

# A guest names its version: longer numbers are none.
_DIGITS: Final = 9
_LABELS: Final = {"python": "Python ", "flask": "Flask ", "werkzeug": "Werkzeug ", "server": ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class Versions:
    """What a guest runs on; None for a missing part. `server` includes its name: `waitress 3.0.2`."""

    python: str | None = None
    flask: str | None = None
    werkzeug: str | None = None
    server: str | None = None

    @property
    def sees_flask(self) -> bool:
        """Whether the app is a Flask app of a version that the probe sees inside of."""
        return self.flask is not None and _numbers(self.flask) >= OLDEST_FLASK

    @property
    def old_flask(self) -> str | None:
        """The version of a Flask that is too old for the probe to see inside of; None for any other app."""
        return None if self.sees_flask else self.flask

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


def _numbers(version: str) -> tuple[int, int]:
    """Return major and minor number; a version that is not written so counts as the newest."""
    major, _, rest = version.partition(".")
    minor = rest.partition(".")[0]
    if not (major.isdecimal() and len(major) < _DIGITS):
        return _DIGITS, 0
    return int(major), int(minor) if minor.isdecimal() and len(minor) < _DIGITS else 0
