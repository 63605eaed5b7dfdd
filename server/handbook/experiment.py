"""The public API for the claims.py of a lab: claims, their experiments and counterexamples.

    @claim("encrypted", "The cookie is encrypted.", expect=FAILS, mistake=True, counter=Counter({"a": "b"}))
    def encrypted(bench: Bench, *, name: str = "Ada") -> Observation:
        page = bench.send("POST", "/login", form={"name": name})
        return Observation(holds=..., because="The payload decodes without a key.")

The verdict is what the observation says. `expect` is never used to decide, only to notice when reality
changes; `counter` shows that the experiment can have the opposite outcome. A test runs both. docs/labs.md
describes all of it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from server.handbook.bench.bench import Bench
from server.handbook.bench.client import Browser
from server.handbook.bench.loopback_http import Answer
from server.handbook.bench.observed import Seen
from server.handbook.bench.process_handle import Ran, Running
from server.handbook.undecided import Undecided
from server.handbook.web_engine.engine import Engine
from server.model.claim import Outcome
from server.model.event import Event

__all__ = [
    "FAILS",
    "HOLDS",
    "Answer",
    "Bench",
    "Browser",
    "Counter",
    "Engine",
    "Event",
    "Experiment",
    "Observation",
    "Ran",
    "Running",
    "Seen",
    "Undecided",
    "claim",
]

HOLDS: Final = Outcome.HOLDS
FAILS: Final = Outcome.FAILS


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """What an experiment observed: whether the statement holds, and one sentence of what shows it.

    `shown` is the exchange to show with the verdict, if it is not the last one.
    """

    holds: bool
    because: str
    shown: Seen | None = None


class Counter:
    """The smallest change under which the experiment must have the opposite outcome.

    `changes` maps texts that occur exactly once in the lab's files to their replacements; the keywords are
    other values for parameters of the experiment. ValueError without either.
    """

    __slots__ = ("changes", "parameters")

    def __init__(self, changes: Mapping[str, str] | None = None, /, **parameters: Any) -> None:
        if not changes and not parameters:
            raise ValueError("A counterexample changes the app or a parameter of its experiment.")
        self.changes: Mapping[str, str] = MappingProxyType(dict(changes or {}))
        self.parameters: Mapping[str, Any] = MappingProxyType(parameters)

    def __repr__(self) -> str:
        return f"Counter({dict(self.changes)!r}, **{dict(self.parameters)!r})"


Run = Callable[..., Observation]


@dataclass(frozen=True, kw_only=True, slots=True)
class Experiment:
    """A claim with the code that decides it.

    `expected` and `counters` pair version ranges (see `server.model.version_range`) with an outcome and a
    counterexample; the first range that fits counts.
    """

    id: str
    statement: str
    mistake: bool
    expected: tuple[tuple[str, Outcome], ...]
    counters: tuple[tuple[str, Counter], ...]
    run: Run = field(repr=False)


def claim(
    id: str,  # noqa: A002 - it is the claim's id
    statement: str,
    *,
    expect: Outcome | Mapping[str, Outcome],
    counter: Counter | Mapping[str, Counter],
    mistake: bool = False,
) -> Callable[[Run], Experiment]:
    """Decorate a function that takes a Bench, and keywords with defaults, to make it an experiment.

    `expect` and `counter` may be mappings from version ranges such as `"flask>=3.1"`, tried in order.
    """
    expected = (("", expect),) if isinstance(expect, Outcome) else tuple(expect.items())
    counters = (("", counter),) if isinstance(counter, Counter) else tuple(counter.items())

    def decorate(run: Run) -> Experiment:
        return Experiment(
            id=id, statement=statement, mistake=mistake, expected=expected, counters=counters, run=run
        )

    return decorate
