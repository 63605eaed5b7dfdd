"""A newspaper's photo desk: pictures that readers send in, and the names that they come with."""

import tempfile
from pathlib import Path
from uuid import uuid4

from flask import Flask, request
from werkzeug.utils import secure_filename

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 100_000
desk = Path(tempfile.mkdtemp(prefix="desk-"))

PAGE = """<!doctype html><html lang="en"><title>Photo desk</title><h1>The photo desk</h1>
<form method="post" action="/secure" enctype="multipart/form-data">
<input type="file" name="photo" aria-label="Photo"> <button>Send</button>
<button formaction="/arrived">Only ask what arrived</button>
<button formaction="/trusting">Send to the trusting editor</button>
<button formaction="/hasty">Send to the hasty editor</button></form>"""


@app.get("/")
def home():
    return PAGE


@app.post("/arrived")
def arrived():
    kinds = {name: photo.content_type for name, photo in request.files.items()}
    return {
        "files": {name: photo.filename for name, photo in request.files.items()},
        "form": request.form.to_dict(),
        "kinds": kinds,
    }


@app.post("/trusting")
def trusting():
    photo, room = request.files["photo"], new_room()
    photo.save(room / "in" / photo.filename)
    return {"landed": found_in(room)}


@app.post("/secure")
def secure():
    photo, room = request.files["photo"], new_room()
    name = secure_filename(photo.filename)
    photo.save(room / "in" / (name or uuid4().hex))
    return {"name": name, "landed": found_in(room)}


@app.post("/hasty")
def hasty():
    photo, room = request.files["photo"], new_room()
    size = len(photo.read())
    photo.save(room / "in" / "photo")
    return {"sent": size, "kept": (room / "in" / "photo").stat().st_size}


@app.post("/knock")
def knock():
    return {"answer": "nobody looked into the parcel"}


def new_room():
    room = Path(tempfile.mkdtemp(dir=desk))
    (room / "in").mkdir()
    return room


def found_in(room):
    return [path.relative_to(room).as_posix() for path in room.rglob("*") if path.is_file()]
