"""Why something did not work, as a value that any layer can show."""

from dataclasses import dataclass

from server.model.problem_code import ProblemCode


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why something did not work: `cause` and `remedy` are sentences, `detail` what the machine said."""

    code: ProblemCode
    cause: str
    remedy: str
    detail: str = ""
