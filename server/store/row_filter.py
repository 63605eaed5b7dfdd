"""What a list of exchanges is narrowed to."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class RowFilter:
    """Every given field must fit; `text` is looked for in method, path, query, type, endpoint and error.

    Case does not matter. A text of one or two characters is looked for among the newest 10,000 only.
    `status_class` is 1 to 5 (4 means 400 to 499); `guest` and `run` are ids; `failed` asks for those with an
    error, or lost, or a status of 500 and more.
    """

    text: str = ""
    method: str | None = None
    status_class: int | None = None
    guest: str | None = None
    run: str | None = None
    failed: bool = False
