"""Which requests wait (for an app, for events, for a program) and so have threads of their own.

A page must never wait behind them, so everything that is not named here has to be answered at once.
"""

from collections.abc import Callable, Mapping
from typing import Final

from flask import Flask
from werkzeug.exceptions import HTTPException

PAGES: Final = "pages"
STREAMS: Final = "streams"
SENDS: Final = "sends"
WORK: Final = "work"
CONTROL: Final = "control"

SIZES: Final[Mapping[str, tuple[int, int]]] = {
    # The live feed keeps 8 streams open; the others are about to end.
    STREAMS: (16, 16),
    # The queue of sends refuses what is beyond its own bounds with a page, and needs threads for that.
    SENDS: (96, 64),
    WORK: (24, 64),
    CONTROL: (8, 32),
}
"""How many threads each pool has at most, and how many requests may wait for one."""

ENDPOINTS: Final[Mapping[str, tuple[str, ...]]] = {
    STREAMS: ("stream.events",),
    SENDS: (
        "bench.send",
        "exchanges.replay",
        "handbook.claim_on_bench",
        "handbook.look_on_bench",
        "open_app.try_",
    ),
    WORK: (
        # These start an app, or try whether one starts.
        "bench.worker",
        "handbook.restore",
        "handbook.save",
        "handbook.to_bench",
        "open_app.open_",
        # These ask an app, or run a program.
        "exchanges.stack",
        "handbook.versions",
        "open_app.interpreters",
        # These wait for an experiment.
        "handbook.claim",
        "handbook.counter",
        "handbook.decide",
        "handbook.draw_look",
        "handbook.effects",
        "handbook.predict",
        "handbook.proof",
        "handbook.prove",
        "handbook.skip",
        "handbook.start_effects",
        # These read labs of the user in a process of its own.
        "handbook.trust_own",
        "settings.save",
        # These write or read all data.
        "transfer.export",
        "transfer.import_",
        # These wait for the user.
        "handbook.pick_keep",
        "open_app.pick",
    ),
    # These end what runs, and must not wait behind it.
    CONTROL: ("project.save", "bench.close", "bench.restart", "bench.stop"),
}
"""The endpoints of each pool."""


def pool_of(app: Flask) -> Callable[[str, str], str]:
    """Return the function that names the pool for a method and a path, as WSGI gives it."""
    pools = {endpoint: pool for pool, endpoints in ENDPOINTS.items() for endpoint in endpoints}
    adapter = app.url_map.bind("localhost")

    def find(method: str, path: str) -> str:
        try:
            endpoint, _values = adapter.match(path.encode("latin-1").decode("utf-8", "replace"), method)
        except HTTPException:  # no such page, or a redirect to one
            return PAGES
        return pools.get(endpoint, PAGES)

    return find
