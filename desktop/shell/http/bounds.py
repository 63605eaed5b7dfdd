"""What the listening sockets of one server share: pools of threads, limits and the table of connections."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.shell.http.connection_table import ConnectionTable
from desktop.shell.http.limits import Knows, ServerLimits
from desktop.shell.http.worker_pool import WorkerPool

PAGES: Final = "pages"
# Requests of clients that are not known have few threads of their own, so that no page waits behind them.
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """The bounds of one server; `pool_of` returns the name of a pool for a method and a path."""

    pools: Mapping[str, WorkerPool]
    pool_of: Callable[[str, str], str]
    limits: ServerLimits
    knows: Knows
    table: ConnectionTable = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", ConnectionTable(self.limits))
