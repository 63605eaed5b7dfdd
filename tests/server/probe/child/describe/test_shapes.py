"""Tests of what is written of an object: what it has stored, and nothing that its code would compute."""

import collections
import dataclasses
import enum
import sys
import types
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, Response, g, request, session
from sqlalchemy.orm import Session, declarative_base
from werkzeug.datastructures import CombinedMultiDict, FileStorage, ImmutableMultiDict

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.describe.describe import text_of
from server.probe.child.describe.shapes import shape_of
from tests.server.probe.conftest import OpenApp


class Guarded:
    """A base of objects that notice when any of their methods is called."""

    def __repr__(self) -> str:
        raise AssertionError

    def __getattribute__(self, name: str) -> Any:
        raise AssertionError(name)

    __str__ = __repr__
    __iter__ = __len__ = __bool__ = __eq__ = __hash__ = __repr__  # type: ignore[assignment]  # on purpose


@dataclasses.dataclass(repr=False, eq=False)
class Cart(Guarded):
    """A dataclass with a field that it does not show."""

    total: int
    key: str = dataclasses.field(default="k", repr=False)


class Basket(Guarded):
    """An object with attributes."""

    def __init__(self) -> None:
        object.__setattr__(self, "size", 2)


class Colour(Guarded, enum.Enum):
    """An enumeration."""

    __getattribute__ = object.__getattribute__  # the enum module needs it
    __hash__ = object.__hash__  # type: ignore[assignment]  # as above
    RED = 1


Point = collections.namedtuple("Point", "x y")
Base: Any = declarative_base()


class Author(Base):  # type: ignore[misc]  # made by a function
    """A model of SQLAlchemy."""

    __tablename__ = "author"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)

    def __repr__(self) -> str:
        raise AssertionError


class Book(type("Model", (Guarded,), {"__module__": "peewee"})):  # type: ignore[misc]  # stands for peewee's
    """A model of peewee, which keeps its columns in `__data__`."""

    def __init__(self) -> None:
        object.__setattr__(self, "__data__", {"title": "Emma"})


@pytest.fixture(autouse=True)
def own_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """Count the code of this file as the guest's own."""
    monkeypatch.setattr(ownership, "_cache", {})
    monkeypatch.setattr(ownership, "_root", str(Path(__file__).parent) + "/")


CASES: dict[str, Callable[[], object]] = {
    "Cart(total=3)": lambda: Cart(3),
    "<Basket size=2>": Basket,
    "Point(x=1, y='a')": lambda: Point(1, "a"),
    "<Colour.RED: 1>": lambda: Colour.RED,
    "namespace(a=1)": lambda: types.SimpleNamespace(a=1),
    "UserDict({'a': 1})": lambda: collections.UserDict({"a": 1}),
    "ImmutableMultiDict([('a', 1), ('a', 2)])": lambda: ImmutableMultiDict([("a", 1), ("a", 2)]),
    "CombinedMultiDict([])": lambda: CombinedMultiDict([]),
    "<FileStorage: 'a.txt', None>": lambda: FileStorage(BytesIO(), "a.txt"),
    "<Response 2 bytes [200 OK]>": lambda: Response("å"),
    "<Response streamed [200 OK]>": lambda: Response(iter("a")),
    "<Flask 'shop'>": lambda: Flask("shop"),
    "<Blueprint 'shop'>": lambda: Blueprint("shop", "shop"),
    "KeyError('a')": lambda: KeyError("a"),
    "<Book title='Emma'>": Book,
    "<Author name='Ada'>": lambda: Author(name="Ada"),
}
"""By its text, a function that makes each object, which pytest itself must not touch."""


@pytest.mark.parametrize("text", CASES)
def test_objects_are_written_by_what_they_have_stored(text: str) -> None:
    """In the form that is usual for their kind."""
    assert text_of(CASES[text]()) == text


def test_an_expired_model_is_not_loaded() -> None:
    """It is written by its key."""
    engine = sa.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as database:
        author = Author(name="Ada")
        database.add(author)
        database.commit()
        assert text_of(author) == "<Author key=(1,), nothing loaded>"
        assert text_of(database.query(Author.id, Author.name).one()) == "(1, 'Ada')"
        assert text_of(database.query(Author).all()) == "[<Author id=1 name='Ada'>]"


def test_the_request_is_written_without_its_lazy_attributes() -> None:
    """Nothing is parsed, and nothing is cached in it."""
    app = Flask("shop")
    with app.test_request_context("/a?b=c", method="POST", data={"x": "y"}):
        real = request._get_current_object()  # type: ignore[attr-defined]  # a proxy has it
        before = set(vars(real))
        assert text_of(real) == "<Request 'http://localhost/a?b=c' [POST]>"
        assert set(vars(real)) == before
        assert text_of(request) == "<LocalProxy>"
        g.user = "Ada"
        assert text_of(g._get_current_object()) == "<flask.g user='Ada'>"
        assert text_of(session._get_current_object()) == "<NullSession {}>"  # type: ignore[attr-defined]  # as above


def test_an_object_of_a_library_is_named_by_its_class() -> None:
    """So is a class, and an object without attributes."""
    assert shape_of(sys) is None
    assert shape_of(Basket) is None
    assert shape_of(object()) is None


@pytest.mark.parametrize(
    ("method", "path", "body", "statements"),
    [
        ("POST", "/note", b"saved", ["INSERT", "INSERT"]),
        ("POST", "/visit", b"Ada", ["INSERT", "SELECT"]),
        ("GET", "/posts", b"Ada Grace Mary ", ["SELECT", "SELECT", "SELECT", "SELECT"]),
        ("POST", "/welcome", b"Welcome Ada", ["INSERT", "SELECT"]),
    ],
)
def test_a_model_in_a_template_sends_no_statement_of_its_own(
    own_app: OpenApp, method: str, path: str, body: bytes, statements: list[str]
) -> None:
    """The page is the same, and the events hold every statement that SQLite traced."""
    response, exchange = own_app("model_reprs.py").send_request(method, path)
    assert (response.status, response.body) == (200, body)
    told = exchange.bodies("sql", operation="execute")
    assert [each["statement"].split()[0] for each in told] == statements
    traced = [word for word in str(response.header("X-Traced")).split() if word not in ("BEGIN", "COMMIT")]
    assert traced == statements


def test_a_model_is_described_by_what_is_loaded(own_app: OpenApp) -> None:
    """Or by its key, if a commit has expired all of it."""
    _, exchange = own_app("model_reprs.py").send_request("GET", "/posts")
    assert exchange.body("template")["context"]["posts"]["repr"].startswith(
        "[<Post id=1 author_id=1>, <Post "
    )
    _, exchange = own_app("model_reprs.py").send_request("POST", "/welcome")
    described = exchange.body("template")["context"]["user"]
    assert described["type"] == "User"
    assert described["repr"].startswith("<User key=(")
    assert described["repr"].endswith(",), nothing loaded>")
