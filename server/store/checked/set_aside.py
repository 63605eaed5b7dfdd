"""Values of the store that do not fit, and are left out: each is said once in the log, and on a page."""

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from server.store.checked.faults import Fault, fault_of
from server.store.checked.values import MISFITS

T = TypeVar("T")

log = logging.getLogger(__name__)

MOST_LISTED: Final = 200
_KEY_LENGTH: Final = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Misfit:
    """A value that is left out: its table, what it belongs to, and what is wrong with it.

    `fault` is for pages, `why` for the log.
    """

    table: str
    key: str
    fault: Fault
    why: str


class SetAside:
    """What was left out since the store was opened; safe between threads. The file keeps it as it is."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._found: dict[tuple[str, str], Misfit] = {}
        self._more = 0

    @property
    def found(self) -> tuple[Misfit, ...]:
        """What was left out, at most MOST_LISTED values, in the order in which it was found."""
        with self._lock:
            return tuple(self._found.values())

    @property
    def more(self) -> bool:
        """Whether there was more than `found` lists."""
        return self._more > 0

    def add(self, table: str, key: object, why: BaseException) -> None:
        """Say that the value of that table and key is left out; said once, as long as it is listed."""
        name = str(key)[:_KEY_LENGTH].encode("utf-8", "replace").decode()
        misfit = Misfit(table=table, key=name, fault=fault_of(why), why=_described(why))
        with self._lock:
            if (table, name) in self._found:
                return
            if len(self._found) >= MOST_LISTED:
                self._more += 1
                return
            self._found[table, name] = misfit
        log.warning("the value of %s in %s is left out: %s", ascii(name), table, misfit.why)

    def forget(self, table: str, key: str) -> None:
        """Drop a value from the list, because it was replaced by one that fits."""
        with self._lock:
            self._found.pop((table, key), None)

    def fitting(
        self, table: str, rows: Iterable[T], convert: Callable[[T], Any], key: Callable[[T], object]
    ) -> list[Any]:
        """Return what `convert` returns for each row, without the rows that do not fit."""
        found = []
        for row in rows:
            try:
                found.append(convert(row))
            except MISFITS as error:
                self.add(table, key(row), error)
        return found


def _described(why: BaseException) -> str:
    message = str(why)[:_KEY_LENGTH].encode("ascii", "backslashreplace").decode()
    return message if not isinstance(why, KeyError) else f"{message} is missing"
