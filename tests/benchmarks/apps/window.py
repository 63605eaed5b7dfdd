"""The window to compare with: pywebview and Flask saying hello, nothing else; `window.py DEBUG_PORT`."""

import os
import sys

import webview
from flask import Flask

os.environ["QTWEBENGINE_REMOTE_DEBUGGING"] = f"127.0.0.1:{sys.argv[1]}"

app = Flask(__name__)


@app.route("/")
def hello() -> str:
    """The only page."""
    return "<!doctype html><title>Hello</title><h1>Hello</h1>"


webview.create_window("Hello", app)
webview.start(gui="qt")
