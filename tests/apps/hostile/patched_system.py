"""An app that replaces functions of os and sys, and sets a low limit of recursion."""

import os
import sys
from typing import Any

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> str:
    """Answer."""
    return "answered"


def broken(*args: Any, **kwargs: Any) -> Any:
    """Fail."""
    raise RuntimeError("this function is replaced")


for name in ("getcwd", "urandom", "fstat", "getpid"):
    setattr(os, name, broken)
for name in ("_getframe", "_current_frames"):
    setattr(sys, name, broken)
sys.setrecursionlimit(60)
