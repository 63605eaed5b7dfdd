"""A campsite's guest list, rehearsing how its table changes: each rehearsal has a database of its own."""

import tempfile
from pathlib import Path
from threading import Lock

from flask import Flask, render_template_string, request
from flask_migrate import Migrate, downgrade, stamp, upgrade
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import inspect, text
from sqlalchemy.exc import SQLAlchemyError

app = Flask(__name__)
db = SQLAlchemy()
one_at_a_time = Lock()  # Alembic migrates one database at a time in a process


class Guest(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String, nullable=False)
    nights = db.Column(db.Integer, nullable=False, server_default="1")


PAGE = """<!doctype html><html lang="en"><title>Campsite</title><h1>The campsite's table</h1>
<form method="post" action="/rehearse">{% for step in steps %}
<input name="step" value="{{ step }}" aria-label="Step">{% endfor %} <button>Rehearse</button>
<p>Steps: upgrade, downgrade and stamp with a revision (guests, nights, pitch),
add with a name, create_all.</p></form>"""


def campsite():
    site = Flask("campsite")
    site.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tempfile.mkdtemp()}/camp.db"
    db.init_app(site)
    Migrate(site, db, directory=str(Path(__file__).parent / "migrations"))
    return site


def take(verb, what):
    if verb == "add":
        name, _, nights = what.partition(" ")
        columns, values = ("name, nights", ":name, :nights") if nights else ("name", ":name")
        db.session.execute(
            text(f"INSERT INTO guest ({columns}) VALUES ({values})"), {"name": name, "nights": nights}
        )
        db.session.commit()
    elif verb == "create_all":
        db.create_all()
    else:
        {"upgrade": upgrade, "downgrade": downgrade, "stamp": stamp}[verb](revision=what)


def state():
    tables = {
        table: [column["name"] for column in inspect(db.engine).get_columns(table)]
        for table in inspect(db.engine).get_table_names()
    }
    ask = {"guest": "SELECT * FROM guest ORDER BY id", "alembic_version": "SELECT * FROM alembic_version"}
    rows = {
        table: [dict(row._mapping) for row in db.session.execute(text(ask[table]))]
        for table in ask
        if table in tables
    }
    return {"tables": tables, "guests": rows.get("guest", []), "version": rows.get("alembic_version", [])}


@app.get("/")
def home():
    return render_template_string(PAGE, steps=["upgrade guests", "add Ada", "upgrade nights"])


@app.post("/rehearse")
def rehearse():
    error = None
    with one_at_a_time, campsite().app_context():
        for step in request.form.getlist("step"):
            verb, _, what = step.partition(" ")
            try:
                take(verb, what)
            except SQLAlchemyError as problem:
                error = str(problem.orig)
                break
        db.session.rollback()
        return {**state(), "error": error}
