"""The filter of a list of exchanges."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class ExchangeFilter:
    """Conditions on exchanges, all of which must hold; a field left at its default sets no condition.

    `text` is searched in method, path, query, content type, endpoint and error, ignoring case. A text of one
    or two characters is searched in the newest 10,000 exchanges only. `path` is a whole path without its
    query. `status_class` is 1 to 5 (4 means 400 to 499); `guest`, `except_guest` and `run` are ids, `project`
    is a number of the store; `failed` selects exchanges with an error, lost ones, and those with a status of
    500 or more.
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
