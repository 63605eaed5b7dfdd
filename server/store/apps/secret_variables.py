"""The values of secret variables, in a file of their own that only the user can read."""

import json
import logging
import threading
from pathlib import Path
from typing import Final

from server.file_access import replace_file
from server.model.guest import Target

log = logging.getLogger(__name__)

FILE_NAME: Final = "secrets.json"  # beside the store, and never copied with it


class SecretVariables:
    """The secret values of each app by name; every method may be called from any thread.

    Without a `file` they are kept in memory only.
    """

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._memory: dict[str, dict[str, str]] = {}

    def of(self, target: Target, environment: str = "") -> dict[str, str]:
        """Return the values of an app, or of one of the environments for its requests.

        Empty if there are none or the file cannot be read.
        """
        with self._lock:
            return dict(self._read().get(_key(target, environment), {}))

    def keep(self, target: Target, values: dict[str, str], environment: str = "") -> None:
        """Keep the values in the place of those before; OSError if they cannot be written."""
        with self._lock:
            everything = self._read()
            everything.pop(_key(target, environment), None)
            if values:
                everything[_key(target, environment)] = dict(values)
            self._memory = everything
            if self._file is not None:
                replace_file(self._file, json.dumps(everything).encode())

    def _read(self) -> dict[str, dict[str, str]]:
        if self._file is None:
            return dict(self._memory)
        try:
            stored = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            log.warning("the secret values of apps cannot be read")
            return {}
        return {
            str(app): {str(name): value for name, value in values.items() if isinstance(value, str)}
            for app, values in (stored.items() if isinstance(stored, dict) else ())
            if isinstance(values, dict)
        }


def _key(target: Target, environment: str) -> str:
    return f"{target.root}\n{target.app}" + (f"\n{environment}" if environment else "")
