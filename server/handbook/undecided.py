"""The outcome of an experiment that could not decide its claim."""


class Undecided(Exception):  # noqa: N818 - a claim that is undecided is no error
    """Raised where nothing can be decided: `reason` says why, `remedy` what would help."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy
