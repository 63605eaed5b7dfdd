"""An app whose models send statements from their `repr`, and which traces what its database executes."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Any

from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event
from sqlalchemy.pool import NullPool

FOLDER = Path(tempfile.mkdtemp())
CONNECTION_SECONDS = 0.06

app = Flask(__name__)
app.config.update(
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{FOLDER / 'x.db'}",
    SQLALCHEMY_BINDS={
        "slow": {"url": f"sqlite:///{FOLDER / 'slow.db'}", "poolclass": NullPool},
    },
)
db: Any = SQLAlchemy(app)
traced: list[str] = []
"""The statements that SQLite executed in the current request."""


class User(db.Model):  # type: ignore[misc]  # made at run time
    """A user who is shown by a column that a commit expires."""

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)

    def __repr__(self) -> str:
        return f"<User {self.name}>"


class Note(db.Model):  # type: ignore[misc]  # as above
    """A note that cannot be saved before it has a body."""

    id = db.Column(db.Integer, primary_key=True)
    body = db.Column(db.String, nullable=False)


class Post(db.Model):  # type: ignore[misc]  # as above
    """A post that is shown with its author, who is loaded for it."""

    id = db.Column(db.Integer, primary_key=True)
    author_id = db.Column(db.ForeignKey("user.id"))
    author = db.relationship("User")

    def __repr__(self) -> str:
        return f"<Post {self.id} by {self.author.name}>"


class Visitor(db.Model):  # type: ignore[misc]  # as above
    """A user in a database that takes its time to connect."""

    __bind_key__ = "slow"
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String)

    def __repr__(self) -> str:
        return f"<Visitor {self.name}>"


with app.app_context():
    db.create_all()
    db.session.add_all(Post(author=User(name=name)) for name in ("Ada", "Grace", "Mary"))
    db.session.commit()
    db.session.remove()
    db.engine.dispose()

    @event.listens_for(db.engine, "connect")
    def trace(connection: Any, _: Any) -> None:
        """Keep what SQLite executes on a connection."""
        connection.set_trace_callback(traced.append)

    @event.listens_for(db.engines["slow"], "do_connect")
    def connect_slowly(*_: Any) -> None:
        """Take time."""
        time.sleep(CONNECTION_SECONDS)

    event.listen(db.engines["slow"], "connect", trace)


@app.before_request
def forget() -> None:
    """Begin with an empty list."""
    traced.clear()


@app.after_request
def tell(response: Any) -> Any:
    """Tell in a header what SQLite has executed so far."""
    response.headers["X-Traced"] = " ".join(statement.split()[0] for statement in traced)
    return response


@app.post("/note")
def note() -> str:
    """Render a template with a user while a note is not finished."""
    user = User(name="Ada")
    db.session.add(user)
    db.session.commit()
    unfinished = Note()
    db.session.add(unfinished)
    unfinished.body = render_template_string("a note", user=user)
    db.session.commit()
    return "saved"


@app.post("/visit")
def visit() -> str:
    """Render a template with a user whose attributes must be loaded over a new connection."""
    visitor = Visitor(name="Ada")
    db.session.add(visitor)
    db.session.commit()
    return render_template_string("{{ visitor.name }}", visitor=visitor)


@app.get("/posts")
def posts() -> str:
    """Let the template load the author of each post."""
    found = db.session.query(Post).order_by(Post.id).limit(3).all()
    return render_template_string("{% for p in posts %}{{ p.author.name }} {% endfor %}", posts=found)


@app.post("/welcome")
def welcome() -> str:
    """Let the template load a user that a commit has expired."""
    user = User(name="Ada")
    db.session.add(user)
    db.session.commit()
    return render_template_string("Welcome {{ user.name }}", user=user)
