"""A cache that misses once, and then hits; and a cache of the app's own that misbehaves."""

from datetime import timedelta
from threading import Thread
from typing import Any

from cachelib import SimpleCache
from flask import Flask

app = Flask(__name__)
cache = SimpleCache()


class BrokenCache(SimpleCache):
    """A cache whose reads fail."""

    def get(self, key: str) -> Any:
        """Raise an exception after the real read."""
        super().get(key)
        raise ConnectionError("no cache")


class Key(str):
    """A key with a text of its own."""

    __slots__ = ()

    def __str__(self) -> str:
        raise RuntimeError("asked for its text")


@app.get("/")
def index() -> str:
    """Answer from the cache, and fill it first if it is empty."""
    menu = cache.get("menu")
    if menu is None:
        menu = ["rye"]
        cache.set("menu", menu, timeout=60)
    return ", ".join(menu)


@app.get("/others")
def others() -> str:
    """Use the other methods."""
    added = [cache.add("api_token", "swordfish-77", timedelta(minutes=1)), cache.add("api_token", "other")]
    removed = [cache.delete("api_token"), cache.delete("api_token")]
    return f"{added} {removed} {cache.get_many('menu', 'none')[1]}"


@app.get("/broken")
def broken() -> str:
    """Survive a cache that fails."""
    try:
        BrokenCache().get(Key("menu"))
    except ConnectionError as error:
        return str(error)
    return "no error"


@app.get("/thread")
def thread() -> str:
    """Read in a thread."""
    reading = Thread(target=cache.get, args=("in a thread",))
    reading.start()
    reading.join()
    return "read"
