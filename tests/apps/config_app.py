"""Settings from everywhere, some of which change while requests are answered."""

import os
import sys
from pathlib import Path

from flask import Flask

os.environ["BAKERY_OVEN"] = "2"

FILE = Path(__file__).with_name("config_values.cfg")


class Defaults:
    """An object with settings."""

    SHOP = "Rye"
    REPLACED = 1


class Odd(str):
    """A name that cannot be compared."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("compared")

    __hash__ = str.__hash__


app = Flask(__name__)
app.config.from_object(Defaults)
app.config.from_pyfile(str(FILE))
app.config.from_prefixed_env("BAKERY")
app.config.from_mapping(MAPPED=True)
app.config["REPLACED"] = 2
app.config.update({"UPDATED": 1}, MORE=2)
app.config.setdefault("SHOP", "not used")
app.config.setdefault("ASKED", "first")
app.secret_key = "a-key-of-33-characters-and-no-more"
dict.__setitem__(app.config, "BEHIND", 1)
app.config["CHANGED_BEHIND"] = "seen"
dict.__setitem__(app.config, "CHANGED_BEHIND", "not seen")
app.config[Odd("ODD")] = "kept"


@app.get("/")
def index() -> str:
    """Read settings."""
    return f"{app.config['SHOP']} {app.config['REPLACED']} {app.config.get('UPDATED')}"


@app.get("/set")
def set_one() -> str:
    """Set one setting, and read what Python knows of the class."""
    app.config["API_TOKEN"] = "swordfish-77"
    return f"{type(app.config).__name__} {len(sys.argv) > 0}"


@app.get("/load")
def load() -> str:
    """Load settings in one call."""
    app.config.from_object(Defaults)
    return str(app.config["REPLACED"])
