"""What is said about memory, decided in a photo studio that leaks."""

import secrets

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

MENDED = Counter({"    SEEN.append(preview)\n": "    SEEN.append(preview.order)\n    del SEEN[:-5]\n"})
MANY = 3


def left_of(bench: Bench, view: str, *, sweep: str = "") -> int:
    """How many previews are still in memory after `view` made three, for an order of our own."""
    order = secrets.token_hex(6)
    for _ in range(MANY):
        bench.send("GET", f"/{view}/{order}")
    return int(bench.send("GET", f"/living/{order}{sweep}").json()["living"])


@claim(
    "views-clean-up",
    "When a view has returned, everything that it made is gone from memory.",
    expect=FAILS,
    mistake=True,
    counter=MENDED,
)
def views_clean_up(bench: Bench) -> Observation:
    left = left_of(bench, "made")
    return Observation(
        holds=not left, because=f"{MANY} requests made a preview each; afterwards {left} were in memory."
    )


@claim(
    "collect-cures",
    "`gc.collect()` cures a leak.",
    expect=FAILS,
    mistake=True,
    counter=MENDED,
)
def collect_cures(bench: Bench) -> Observation:
    left = left_of(bench, "made", sweep="?sweep")
    return Observation(
        holds=not left, because=f"After `gc.collect()`, {left} of {MANY} previews were in memory."
    )


@claim(
    "last-reference",
    "CPython frees an object at the moment when the last reference to it goes.",
    expect=HOLDS,
    counter=Counter({"    del alone,": "    alone.self = alone\n    del alone,"}),
)
def last_reference(bench: Bench) -> Observation:
    left = bench.send("GET", "/dropped").json()["alone"]
    return Observation(
        holds=not left,
        because="With the collector switched off, the only name of a preview was deleted; right after it "
        f"the preview was {'still there' if left else 'gone'}.",
    )


@claim(
    "rings-wait",
    "Two objects that refer to each other stay in memory without a name, until the collector finds them.",
    expect=HOLDS,
    counter=Counter({"front.other, back.other = back, front": "front.other, back.other = back, None"}),
)
def rings_wait(bench: Bench) -> Observation:
    found = bench.send("GET", "/dropped").json()
    left, after = found["ring"], found["ring after collect"]
    return Observation(
        holds=left and not after,
        because=f"When the names of the two were deleted, they were {'still there' if left else 'gone'}; "
        f"after `gc.collect()`, they were {'still there' if after else 'gone'}.",
    )


@claim(
    "weak-keeps-nothing",
    "A `weakref.WeakValueDictionary` finds an object as long as others use it, and does not keep it alive.",
    expect=HOLDS,
    counter=Counter({"RECENT = weakref.WeakValueDictionary()": "RECENT = {}"}),
)
def weak_keeps_nothing(bench: Bench) -> Observation:
    order = secrets.token_hex(6)
    found = bench.send("GET", f"/recent/{order}").json()["known while in use"]
    left = bench.send("GET", f"/living/{order}").json()["living"]
    return Observation(
        holds=found and not left,
        because=f"While the view ran, the preview was found in it ({found}); "
        f"afterwards {left} were in memory.",
    )


@claim(
    "exceptions-keep",
    "Whoever keeps a caught exception keeps the values that the failing function was called with, too.",
    expect=HOLDS,
    counter=Counter({"REFUSED.append(error)": "REFUSED.append(str(error))"}),
)
def exceptions_keep(bench: Bench) -> Observation:
    left = left_of(bench, "refused")
    return Observation(
        holds=left == MANY,
        because=f"{MANY} orders were refused with an exception, which was kept; "
        f"{left} of their previews were in memory.",
    )


@claim(
    "cached-methods",
    "`functools.lru_cache` on a method is forgotten together with the object.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"@lru_cache(maxsize=1000)": "#"}),
)
def cached_methods(bench: Bench) -> Observation:
    left = left_of(bench, "rotated")
    return Observation(
        holds=not left,
        because=f"{MANY} previews were turned and thrown away; {left} of them were in memory.",
    )


@claim(
    "names-the-keeper",
    "`tracemalloc` names the line that keeps the memory.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"    SEEN.append(preview)\n": "    SEEN.append((preview, bytearray(90_000)))\n"}),
)
def names_the_keeper(bench: Bench) -> Observation:
    found = bench.send("GET", "/traced").json()
    return Observation(
        holds=found["line"].startswith("SEEN.append"),
        because=f"Most of what was new, {found['bytes']} bytes, is put down to the line `{found['line']}`.",
    )


@claim(
    "referrers",
    "`gc.get_referrers` leads from an object that should be gone to what keeps it.",
    expect=HOLDS,
    counter=MENDED,
)
def referrers(bench: Bench) -> Observation:
    order = secrets.token_hex(6)
    bench.send("GET", f"/made/{order}")
    found = bench.send("GET", f"/keepers/{order}").json()
    return Observation(
        holds="SEEN" in found["keepers"],
        because=f"Of the order's previews {found['living']} was in memory, "
        f"referred to by {', '.join(found['keepers']) or 'nothing'} in the module.",
    )
