"""A weather station's temperatures, kept in a list, an array and a NumPy array, and measured in each."""

import random
import sys
import threading
import timeit
import tracemalloc
from array import array

import numpy
from flask import Flask

app = Flask(__name__)

READINGS = 20_000
TRY = ["/size/list", "/size/array", "/size/numpy", "/sum", "/fahrenheit",
       "/added", "/morning", "/drops", "/warm"]  # fmt: skip
weighing = threading.Lock()


def measured(kind):
    """The readings of two weeks, in a container of that kind."""
    readings = (random.uniform(-20, 35) for _ in range(READINGS))
    if kind == "array":
        return array("d", readings)
    return numpy.fromiter(readings, float) if kind == "numpy" else list(readings)


def milliseconds(work):
    """The best of seven times: whatever else the machine does can only make it slower."""
    return min(timeit.repeat(work, number=1, repeat=7)) * 1000


def one_by_one(celsius):
    return [value * 1.8 + 32 for value in celsius]


def all_at_once(celsius):
    return celsius * 1.8 + 32


@app.get("/")
def home():
    items = "".join(f'<li><a href="{path}">{path}</a></li>' for path in TRY)
    return f'<!doctype html><html lang="en"><title>Weather</title><h1>The station</h1><ul>{items}</ul>'


@app.get("/size/<kind>")
def size(kind):
    with weighing:
        tracemalloc.start()
        readings = measured(kind)
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    return {"getsizeof": sys.getsizeof(readings), "taken": taken}


@app.get("/sum")
def add_up():
    listed, packed = measured("list"), measured("array")
    return {"list": milliseconds(lambda: sum(listed)), "array": milliseconds(lambda: sum(packed))}


@app.get("/fahrenheit")
def fahrenheit():
    listed, vector = measured("list"), measured("numpy")
    return {
        "list, one by one": milliseconds(lambda: one_by_one(listed)),
        "numpy, one by one": milliseconds(lambda: one_by_one(vector)),
        "numpy, all at once": milliseconds(lambda: all_at_once(vector)),
    }


@app.get("/added")
def added():
    readings = numpy.array([18.5, 19.0])
    numpy.append(readings, 21.5)
    return {"readings": list(readings)}


@app.get("/morning")
def morning():
    day = numpy.array([11.0, 12.5, 19.0, 21.5])
    early = day[:2]
    early[:] = 0.0  # the sensor was broken, so the morning starts again from nothing
    return {"day": list(day)}


@app.get("/drops")
def drops():
    counted = numpy.array([2_000_000_000], dtype="int32")
    return {"drops": int((counted + counted)[0])}


@app.get("/warm")
def warm():
    return {"readings above 20": (measured("numpy") > 20).sum()}
