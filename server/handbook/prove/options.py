"""How a proving run is done, and which functions it notifies."""

import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.model.claim import Verdict

OnVerdict = Callable[[Verdict], None]
OnLabs = Callable[[tuple[str, ...]], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class ProveOptions:
    """The options of one run.

    `python` is the interpreter, None for ours. `on_verdict` is called once per claim, `on_labs` with the
    titles of the labs that run whenever these change; one call at a time, on threads of the run. Set `cancel`
    to stop the run. `shuffle` puts labs and claims in a random order; otherwise the labs that took most
    `seconds`, by slug, come first.
    """

    python: Path | None = None
    on_verdict: OnVerdict | None = None
    on_labs: OnLabs | None = None
    cancel: threading.Event | None = None
    shuffle: random.Random | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
