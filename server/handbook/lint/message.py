"""What `fumehood lab check` reports: a fault or a remark, with its file and line."""

from dataclasses import dataclass
from pathlib import Path

from server.file_access import read_text
from server.model.lab import Lab


@dataclass(frozen=True, kw_only=True, slots=True)
class LintMessage:
    """Something about a lab that docs/labs.md asks to be otherwise.

    `claim` is None where it concerns the whole lab. `line` counts from 1 in `file`. A `remark` is advice, not
    a fault.
    """

    lab: str
    claim: str | None
    message: str
    file: Path
    line: int | None = None
    remark: bool = False


def message_in(
    lab: Lab, message: str, *, file: str = "page.md", at: str = "", remark: bool = False
) -> LintMessage:
    """Return a message about a file of a lab, on the line of the first occurrence of the text `at`."""
    path = lab.folder / file
    line = None
    if at:
        before, occurrence, _ = read_text(path).partition(at)
        line = before.count("\n") + 1 if occurrence else None
    return LintMessage(lab=lab.slug, claim=None, message=message, file=path, line=line, remark=remark)
