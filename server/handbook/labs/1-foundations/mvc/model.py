"""What a bakery knows about orders, and what it refuses: nothing here knows of the web."""

import sqlite3
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

SHELF = Path(tempfile.mkdtemp()) / "shelf.db"


def shelf():
    return closing(sqlite3.connect(SHELF))


with shelf() as made, made:
    made.execute("CREATE TABLE loaf (name TEXT PRIMARY KEY, price INTEGER)")
    made.executemany("INSERT INTO loaf VALUES (?, ?)", [("rye", 30), ("spelt", 35)])


@dataclass
class Order:
    """Some loaves for somebody."""

    customer: str
    loaf: str
    count: int
    state: str = "open"

    def check(self):
        if not 1 <= self.count <= 20:
            raise ValueError(f"We bake 1 to 20 loaves, not {self.count}.")
        return self

    def total(self):
        with shelf() as opened:
            (price,) = opened.execute("SELECT price FROM loaf WHERE name = ?", (self.loaf,)).fetchone()
        return price * self.count

    def cancel(self):
        self.state = "cancelled"
        return "gone"


def open_orders():
    return [Order("Ada", "rye", 2), Order("Grace", "spelt", 1)]
