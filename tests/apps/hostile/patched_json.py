"""An app that replaces all of the json module."""

import json
import json.decoder
import json.encoder
from typing import Any

from flask import Flask

app = Flask(__name__)


@app.get("/")
def index() -> str:
    """Answer without JSON."""
    return "answered"


def broken(*args: Any, **kwargs: Any) -> Any:
    """Fail."""
    raise RuntimeError("json is replaced")


for owner, names in (
    (json, ("dumps", "loads", "dump", "load")),
    (json.JSONEncoder, ("default", "encode", "iterencode")),
    (json.JSONDecoder, ("decode", "raw_decode")),
    (json.encoder, ("c_make_encoder", "encode_basestring", "encode_basestring_ascii")),
):
    for name in names:
        setattr(owner, name, broken)
