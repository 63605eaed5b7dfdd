"""The newspaper's album: Flask-Reuploaded decides what may come in, and under which name."""

import tempfile

from flask import Flask, request
from flask_uploads import IMAGES, UploadNotAllowed, UploadSet, configure_uploads

app = Flask(__name__)
app.config["UPLOADED_PHOTOS_DEST"] = tempfile.mkdtemp(prefix="album-")
photos = UploadSet("photos", IMAGES)
configure_uploads(app, photos)


@app.post("/")
def add():
    try:
        return {"saved": photos.save(request.files["photo"])}
    except UploadNotAllowed:
        return {"refused": request.files["photo"].filename}, 415
