"""An app that changes its working folder to one that it then removes."""

import os
import sys
import tempfile

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> str:
    """Fail, so that the source is looked for."""
    raise ValueError("no folder")


folder = tempfile.mkdtemp()
os.chdir(folder)
os.rmdir(folder)
sys.path.insert(0, "")
