"""An app that closes all files but its streams, one by one and in a row, as daemons do, and opens others."""

import contextlib
import os
import tempfile

from flask import Flask

app = Flask(__name__)
files = []


@app.get("/")
def index() -> str:
    """Tell how much was written into the files that the app has opened."""
    return str(sum(os.fstat(file.fileno()).st_size for file in files))


os.closerange(3, 256)
for number in range(3, 64):
    with contextlib.suppress(OSError):
        os.close(number)
files += [tempfile.TemporaryFile() for _ in range(12)]  # noqa: SIM115 - they stay open
