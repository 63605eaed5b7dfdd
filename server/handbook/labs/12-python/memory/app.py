"""A photo studio: every order makes a large preview, and some of them are never thrown away."""

import gc
import linecache
import threading
import tracemalloc
import weakref
from functools import lru_cache

from flask import Flask, request

app = Flask(__name__)

SEEN = []  # "only the last few, for the statistics"
REFUSED = []
RECENT = weakref.WeakValueDictionary()
living = weakref.WeakSet()  # our witness: it knows every preview and keeps none
watching = threading.Lock()
TRY = ["/made/7", "/recent/7", "/refused/7", "/rotated/7", "/living/7", "/keepers/7", "/dropped", "/traced"]


class Preview:
    def __init__(self, order):
        self.order = order
        self.pixels = bytearray(5_000)
        with watching:
            living.add(self)

    @lru_cache(maxsize=1000)  # noqa: B019 - linters know this leak
    def rotated(self, degrees):
        return f"order {self.order}, turned by {degrees} degrees"


def make(order):
    preview = Preview(order)
    SEEN.append(preview)
    return preview


def living_of(order):
    with watching:
        return [preview for preview in living if preview.order == order]


def check(preview):
    raise ValueError(f"order {preview.order} is too dark")


@app.get("/")
def home():
    items = "".join(f'<li><a href="{path}">{path}</a></li>' for path in TRY)
    return f'<!doctype html><html lang="en"><title>Photos</title><h1>The studio</h1><ul>{items}</ul>'


@app.get("/made/<order>")
def made(order):
    return {"bytes": len(make(order).pixels)}


@app.get("/recent/<order>")
def recent(order):
    preview = Preview(order)
    RECENT[order] = preview
    return {"known while in use": RECENT.get(order) is preview}


@app.get("/refused/<order>")
def refused(order):
    try:
        check(Preview(order))
    except ValueError as error:
        REFUSED.append(error)
    return {"accepted": False}


@app.get("/rotated/<order>")
def rotated(order):
    return {"shown": Preview(order).rotated(90)}


@app.get("/living/<order>")
def count(order):
    if "sweep" in request.args:
        gc.collect()
    return {"living": len(living_of(order))}


@app.get("/keepers/<order>")
def keepers(order):
    """The names in this module of the things that refer to the order's previews."""
    previews = living_of(order)
    holding = [thing for preview in previews for thing in gc.get_referrers(preview)]
    names = {name for thing in holding for name, value in globals().items() if value is thing}
    return {"living": len(previews), "keepers": sorted(names)}


@app.get("/traced")
def traced():
    """The line of this file whose memory grew most while 20 previews were made."""
    tracemalloc.start()
    before = tracemalloc.take_snapshot()
    for _ in range(20):
        make("traced")
    grown = tracemalloc.take_snapshot().compare_to(before, "lineno")
    tracemalloc.stop()
    here = next(entry for entry in grown if entry.traceback[0].filename == __file__)
    line = linecache.getline(__file__, here.traceback[0].lineno).strip()
    return {"line": line, "objects": here.count_diff, "bytes": here.size_diff}


@app.get("/dropped")
def dropped():
    alone, front, back = Preview("dropped"), Preview("dropped"), Preview("dropped")
    front.other, back.other = back, front
    witness, ringed = weakref.ref(alone), weakref.ref(front)
    gc.disable()  # or the collector might look by chance, just now
    del alone, front, back
    left = {"alone": witness() is not None, "ring": ringed() is not None}
    gc.enable()
    gc.collect()
    return {**left, "ring after collect": ringed() is not None}
