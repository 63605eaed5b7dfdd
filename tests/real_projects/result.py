"""What was found out about a project."""

from dataclasses import dataclass, field

from tests.real_projects.project import Project
from tests.real_projects.statements import StatementCount


@dataclass(kw_only=True, slots=True)
class Result:
    """What was found out about one project; fields that were not reached keep their defaults.

    `first_page_seconds` is the time of `fumehood record` from the command to its end, and `plain_seconds` the
    time of plain Waitress until it serves the app.
    """

    project: Project
    opened: bool = False
    message: str = ""
    first_page_seconds: float | None = None
    plain_seconds: float | None = None
    interpreter: str = ""
    app: str = ""
    flask: str = ""
    statuses: list[int] = field(default_factory=list)
    statements: StatementCount | None = None
    differing: list[str] = field(default_factory=list)
    rows_equal: bool | None = None
    overhead: float | None = None
    faults: list[str] = field(default_factory=list)
    compared: bool = False

    @property
    def differs(self) -> bool:
        """Whether anything is not as it is without the probe."""
        unequal = self.statements is not None and not self.statements.equal
        return unequal or bool(self.differing) or self.rows_equal is False or bool(self.faults)
