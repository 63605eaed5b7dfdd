"""The reason why something failed, as a value that every layer can show."""

from dataclasses import dataclass

from server.model.problem_code import ProblemCode


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """Why something failed: `cause` and `remedy` are sentences, `detail` is the technical message.

    `better_target` is what to open instead, where that is known.
    """

    code: ProblemCode
    cause: str
    remedy: str
    detail: str = ""
    better_target: str = ""
