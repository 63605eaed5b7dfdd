"""A ferry's bookings, and the log in which its crew can read what happened."""

import logging
from uuid import uuid4

from diary import Answer, written
from flask import Flask, g, request

log = logging.getLogger("ferry")
log.setLevel(logging.INFO)
harbour = logging.getLogger("ferry.harbour")
harbour.addHandler(logging.StreamHandler(Answer()))
payments = logging.getLogger("payments")  # as a library would have it

app = Flask(__name__)


@app.before_request
def number():
    g.request_id = request.headers.get("X-Request-ID") or uuid4().hex[:8]


@app.get("/")
def home():
    links = "".join(f'<li><a href="{path}">{path}</a></li>' for path in PATHS)
    return f'<!doctype html><html lang="en"><title>Ferry</title><h1>The ferry</h1><ul>{links}</ul>'


@app.get("/timetable")
def timetable():
    app.logger.info("Somebody asks for the timetable")
    return written()


@app.get("/book")
def book():
    log.info("Booked for %s", request.args.get("name", "Ada"))
    payments.warning("The bank answers slowly")
    return written()


@app.get("/tide")
def tide():
    log.debug("The tide is at %s", "2.1 m")
    return written()


@app.get("/fog")
def fog():
    harbour.warning("Fog")
    return written()


@app.get("/cancel")
def cancel():
    try:
        return {"cancelled": int(request.args.get("number", "twelve"))}
    except ValueError as error:
        log.error("Cannot cancel: %s", error)
        return written()


@app.get("/load")
def load():
    cargo = Cargo()
    log.debug("Loading %s", cargo)
    return {"described": cargo.described}


@app.get("/sink")
def sink():
    raise RuntimeError("water in the engine room")


@app.errorhandler(RuntimeError)
def sorry(error):
    return {"sorry": "The ferry does not sail today."}, 500


class Cargo:
    described = 0

    def __str__(self):
        self.described += 1
        return "four lorries"


PATHS = ["/timetable", "/book", "/tide", "/fog", "/cancel", "/load", "/sink"]
