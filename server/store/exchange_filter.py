"""The filter of a list of exchanges."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class SortColumn(StrEnum):
    """What a list is sorted by; other than by time it is sorted as a whole."""

    TIME = "time"
    PATH = "path"
    STATUS = "status"
    TOOK = "took"
    SIZE = "size"
    SQL = "sql"


@dataclass(frozen=True, kw_only=True, slots=True)
class SortOrder:
    """The order of a list, the largest values or the last names first unless it is `ascending`."""

    by: SortColumn = SortColumn.TIME
    ascending: bool = False


NEWEST_FIRST: Final = SortOrder()


@dataclass(frozen=True, kw_only=True, slots=True)
class RowRange:
    """A part of a list: `limit` rows in that order, of ids below `before`, without the first `skip` ones."""

    limit: int
    before: int | None = None
    order: SortOrder = NEWEST_FIRST
    skip: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeFilter:
    """Conditions on exchanges, all of which must hold; a field left at its default sets no condition.

    `text` is searched in method, path, query, content type, endpoint and error, ignoring case. A text of one
    or two characters is searched in the newest 10,000 exchanges only. `path` is a whole path without its
    query. `status_class` is 1 to 5 (4 means 400 to 499); `guest`, `except_guest` and `run` are ids, `project`
    is a number of the store; `failed` selects exchanges with an error, lost ones, and those with a status of
    500 or more, `raised` those with an exception, `found` those with a finding. `took` (milliseconds), `size`
    (bytes) and `sql_count` are the least values; `since` is in seconds since the epoch. `visitor` is the name
    of the visitor as whom the composer sent it.
    """

    text: str = ""
    path: str | None = None
    method: str | None = None
    status_class: int | None = None
    guest: str | None = None
    project: int | None = None
    except_guest: str | None = None
    run: str | None = None
    failed: bool = False
    raised: bool = False
    took: float | None = None
    size: int | None = None
    sql_count: int | None = None
    found: bool = False
    since: float | None = None
    visitor: str | None = None
    pinned: bool = False
