"""A bakery takes orders at once and bakes later: workers take them from a shelf of files, or from Redis."""

import os
import tempfile
import time
from pathlib import Path

from celery import Celery
from flask import Flask, request

SHELF = Path(os.environ.get("SHELF") or Path(tempfile.gettempdir(), "bakery"))
SHELF.mkdir(exist_ok=True)
app = Flask(__name__)
celery = Celery(
    "bakery", broker=os.environ.get("BROKER", "filesystem://localhost"), backend=f"file://{SHELF}"
)
celery.conf.broker_transport_options = {
    "data_folder_in": str(SHELF),
    "data_folder_out": str(SHELF),
    "control_folder": str(SHELF / "control"),
    "polling_interval": 0.05,
}
celery.conf.update(worker_enable_remote_control=False, worker_lost_wait=0.1)
app.extensions["celery"] = celery

OVEN = {"heat": 180}


@celery.task
def bake(loaves):
    return f"{loaves} loaves at {OVEN['heat']} degrees"


@celery.task
def light():
    print("striking a match", flush=True)
    raise OSError("the match broke")


@celery.task
def knead():
    print(f"kneading in process {os.getpid()}", flush=True)
    time.sleep(30)


@app.get("/")
def home():
    return """<!doctype html><html lang="en"><title>Bakery</title><h1>The bakery</h1>
<form method="post" action="/order"><input name="loaves" value="3" aria-label="Loaves">
<button>Order</button></form><form method="post"><button formaction="/light">Light the oven</button>
<button formaction="/knead">Knead</button></form>"""


@app.post("/order")
def order():
    OVEN["heat"] = 250
    task = bake.apply_async((request.form["loaves"],), queue=request.args.get("queue"))
    return {"order": task.id}, 202


@app.post("/gift")
def gift():
    return {"order": bake.delay({"rye", "oat"}).id}, 202


@app.post("/<any(light, knead):name>")
def do(name):
    return {
        "order": {"light": light, "knead": knead}[name].apply_async(queue=request.args.get("queue")).id
    }, 202


@app.get("/order/<number>")
def look(number):
    result = celery.AsyncResult(number)
    return {"state": result.state, "result": str(result.result)}


@app.get("/shelf")
def shelf():
    return {"folder": str(SHELF), "waiting": sorted(path.name for path in SHELF.glob("*.msg"))}
