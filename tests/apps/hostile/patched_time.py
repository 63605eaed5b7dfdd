"""An app that replaces the clocks in every module that has them, as freezegun does."""

import os
import sys
import time

from flask import Flask

RESULTS = {"large": 2**80, "negative": -(2.0**70), "nan": float("nan"), "infinite": float("inf")}
NAMES = ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "perf_counter_ns")

app = Flask(__name__)


@app.get("/")
def index() -> str:
    """Answer with what the app takes for the time."""
    return str(time.time())


def stopped() -> float:
    """Return no time at all."""
    return RESULTS[os.environ["APP_TIME"]]


real = {id(getattr(time, name)) for name in NAMES}
for module in list(sys.modules.values()):
    for attribute in dir(module) if module.__name__ != __name__ else ():
        if id(getattr(module, attribute, None)) in real:
            setattr(module, attribute, stopped)
