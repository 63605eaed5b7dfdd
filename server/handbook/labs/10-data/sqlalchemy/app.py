"""A record shop: artists, their records, and what customers wish for."""

import tempfile

from flask import Flask, render_template_string, request
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import ForeignKey, func, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship, selectinload


class Base(DeclarativeBase):
    pass


app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tempfile.mkdtemp()}/shop.db"
db = SQLAlchemy(app, model_class=Base)


class Artist(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    records: Mapped[list["Record"]] = relationship()


class Record(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    artist_id: Mapped[int] = mapped_column(ForeignKey("artist.id"))


class Wish(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(unique=True)


STOCK = {"Nina Simone": "Pastel Blues", "Kraftwerk": "Autobahn", "Björk": "Debut", "Fela Kuti": "Zombie"}
with app.app_context():
    db.create_all()
    db.session.add_all(Artist(name=name, records=[Record(title=STOCK[name])]) for name in STOCK)
    db.session.commit()

SHELF = """<!doctype html><html lang="en"><title>Records</title><h1>The record shop</h1>
<ul>{% for artist in artists %}<li>{{ artist.name }}: {% for record in artist.records %}
<a href="/find?title={{ record.title|urlencode }}">{{ record.title }}</a> {% endfor %}</li>{% endfor %}</ul>
<p><a href="/">The shelf</a>, <a href="/mended">loaded at once</a></p>
<form method="post" action="/wish"><input name="title" aria-label="Record"> <button>Wish</button></form>"""


@app.get("/")
def shelf():
    artists = db.session.scalars(select(Artist).limit(request.args.get("most", 4, int)))
    return render_template_string(SHELF, artists=artists.all())


@app.get("/mended")
def mended():
    loading = selectinload(Artist.records)
    artists = db.session.scalars(select(Artist).options(loading).limit(request.args.get("most", 4, int)))
    return render_template_string(SHELF, artists=artists.all())


@app.get("/find")
def find():
    title = request.args["title"]
    return list(db.session.scalars(select(Record.title).where(Record.title == title)))


@app.get("/find/glued")
def find_glued():
    title = request.args["title"]
    return list(db.session.scalars(text(f"SELECT title FROM record WHERE title = '{title}'")))


@app.get("/find/bound")
def find_bound():
    title = request.args["title"]
    return list(db.session.scalars(text("SELECT title FROM record WHERE title = :title"), {"title": title}))


@app.get("/wishes")
def wishes():
    count = select(func.count()).select_from(Wish)
    return {"wishes": db.session.scalar(count.where(Wish.title == request.args["title"]))}


@app.post("/wish")
def wish():
    new = Wish(title=request.form["title"])
    db.session.add(new)
    added = new.id
    db.session.commit()
    return {"when added": added, "when committed": new.id}


@app.post("/wish/hasty")
def wish_hasty():
    db.session.add(Wish(title=request.form["title"]))
    return {"noted": True}


@app.post("/wish/flushed")
def wish_flushed():
    db.session.add(Wish(title=request.form["title"]))
    db.session.flush()  # sends the INSERT
    return {"noted": True}


@app.post("/wish/twice")
def wish_twice():
    try:
        db.session.add_all([Wish(title=request.form["title"]), Wish(title=request.form["title"])])
        db.session.commit()
    except IntegrityError:
        pass  # it is on the list already
    try:
        return {"artists": db.session.scalar(select(func.count()).select_from(Artist))}
    except SQLAlchemyError as error:
        return {"error": type(error).__name__}
