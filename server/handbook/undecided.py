"""The exception by which an experiment says that it cannot decide its claim."""


class Undecided(Exception):  # noqa: N818 - a claim that is undecided is not an error
    """Raised where a claim can be neither confirmed nor refuted.

    `reason` is a sentence that says why, `remedy` one that says what would help.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
