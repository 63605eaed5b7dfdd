"""The two pages that the probe is measured on: a tiny one, and one with ten queries and fifty rows."""

import sqlite3

from flask import Flask, render_template

app = Flask(__name__)
app.secret_key = "only to be measured"

store = sqlite3.connect(":memory:", check_same_thread=False)
store.row_factory = sqlite3.Row
store.execute("create table thing (id integer primary key, name text, price real)")
store.executemany(
    "insert into thing (name, price) values (?, ?)", [(f"thing {n}", n * 1.25) for n in range(500)]
)


@app.route("/tiny")
def tiny() -> str:
    """The smallest page."""
    return "<!doctype html><html><head><title>Tiny</title></head><body>Hello</body></html>"


@app.route("/page")
def page() -> str:
    """Ten queries of five rows each, shown in one table."""
    rows = [
        row
        for start in range(0, 500, 50)
        for row in store.execute("select * from thing where id > ? order by id limit 5", (start,)).fetchall()
    ]
    return render_template("rows.html", rows=rows)
