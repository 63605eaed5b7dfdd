"""Tests of making saved requests from routes."""

from pathlib import Path

from server.model.guest import Route
from server.model.problem import Problem
from server.runner.requests.collection import folder
from server.runner.requests.collection.comparison import compare
from server.runner.requests.collection.making import make

ROUTES = (
    Route(rule="/", endpoint="home", methods=("GET", "HEAD"), arguments=()),
    Route(rule="/items", endpoint="shop.items", methods=("GET", "POST"), arguments=()),
    Route(rule="/items/<int:id>", endpoint="shop.items", methods=("GET",), arguments=("id",)),
    Route(rule="/漢", endpoint="漢", methods=("GET",), arguments=()),
)


def test_each_route_gets_a_request_once(tmp_path: Path) -> None:
    """Two rules of one endpoint have files of their own, and then nothing differs."""
    made = make(tmp_path, ROUTES)
    assert made == ("home-get", "shop/items-get", "shop/items-post", "shop/items-get-2", "get")
    assert not compare(folder.collected(tmp_path), ROUTES).differs
    assert make(tmp_path, ROUTES) == ()


def test_a_file_that_exists_stays_as_it_is(tmp_path: Path) -> None:
    """Also a broken one of the same name."""
    place = tmp_path / "http-requests"
    place.mkdir()
    (place / "home-get.http").write_text("mine")
    made = make(tmp_path, ROUTES[:1])
    assert made == ("home-get-2",)
    assert (place / "home-get.http").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """A file stands where the folder is to be."""
    (tmp_path / "http-requests").write_text("")
    made = make(tmp_path, ROUTES)
    assert isinstance(made, Problem)
    assert "http-requests/home-get.http cannot be written" in made.cause
