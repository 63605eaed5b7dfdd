"""An app that replaces built-in functions; those fail where the probe calls them."""

import builtins
import sys
from typing import Any

from flask import Flask

NAMES = (
    *("all", "any", "callable", "getattr", "hasattr", "id", "iter", "len", "max", "min", "next", "open"),
    *("print", "repr", "round", "setattr", "sorted", "sum", "vars"),
)

app = Flask(__name__)
frame_of = sys._getframe


@app.get("/")
def index() -> str:
    """Answer, and print."""
    print("printed")
    return "answered"


def replace(name: str) -> None:
    """Replace one function."""
    original = getattr(builtins, name)

    def replaced(*args: Any, **kwargs: Any) -> Any:
        if "/probe/child/" in frame_of(1).f_code.co_filename:
            raise RuntimeError(f"the probe calls {name}")
        return original(*args, **kwargs)

    setattr(builtins, name, replaced)


for each in NAMES:
    replace(each)
