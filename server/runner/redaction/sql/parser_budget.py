"""Bounds how much SQL of one exchange is parsed: a guest can write what the parser is slow to read."""

from typing import Final

PARSED_CHARACTERS: Final = 10_000
"""sqlglot reads these in some 30 ms, in half a second at worst; a longer statement is read by `scan`."""

PARSED_IN_EXCHANGE: Final = 60_000
"""The characters of all different statements of an exchange that are parsed."""


class ParserBudget:
    """The statements of one exchange that were parsed; once there are too many, `scan` reads the others."""

    def __init__(self) -> None:
        self._left = PARSED_IN_EXCHANGE
        self._parsed: set[str] = set()

    def allows(self, statement: str) -> bool:
        """Return whether a statement is to be parsed; one that was parsed before takes nothing."""
        if statement in self._parsed:
            return True
        if len(statement) > self._left:
            return False
        self._left -= len(statement)
        self._parsed.add(statement)
        return True
