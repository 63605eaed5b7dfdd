"""A desk at which the pool's tests are run one by one, each with what came of it."""

import io
import unittest
from contextvars import Context

from flask import Flask, abort
from test_pool import PoolTest

app = Flask(__name__)
NAMES = unittest.TestLoader().getTestCaseNames(PoolTest)


@app.get("/")
def home():
    links = "".join(f'<li><a href="/run/{name}">{name}</a></li>' for name in NAMES)
    return (
        f'<!doctype html><html lang="en"><title>Tests</title><h1>The tests of the pool</h1><ul>{links}</ul>'
    )


@app.get("/run/<name>")
def run(name):
    if name not in NAMES:
        abort(404)
    said = io.StringIO()
    # Outside this very request, as if it were run from a terminal.
    result = Context().run(unittest.TextTestRunner(said).run, PoolTest(name))
    return {"passed": result.wasSuccessful(), "said": said.getvalue().splitlines()}
