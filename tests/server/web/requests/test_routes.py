"""Tests of the pages of a project's environments and of its saved requests."""

from pathlib import Path

import pytest

from server.model.guest import Target, TargetKind
from tests.support.workbench_client import WorkbenchClient


@pytest.fixture
def root(workbench: WorkbenchClient, tmp_path: Path) -> Path:
    """Return the folder of a project that is open as g1."""
    root = tmp_path / "shop"
    root.mkdir()
    workbench.guests.open(Target(kind=TargetKind.FOLDER, spec=str(root), root=root, app="", name="shop"))
    return root


def save(workbench: WorkbenchClient, name: str, **fields: str) -> tuple[int, str]:
    """Save a request of the composer."""
    form = {"method": "GET", "url": "/items/7", "save-as": name, **fields}
    answer = workbench.post("/bench/g1/saved", form)
    return answer.status_code, answer.text


def test_the_page_shows_what_was_saved(workbench: WorkbenchClient) -> None:
    """It is shown again after saving; another project has its own."""
    workbench.open_guest()
    workbench.open_guest(name="other")
    form = {"name": "lo<b>cal", "variables-name": "id", "variables-value": "7"}
    answer = workbench.post("/bench/g1/variables", form)
    assert answer.headers["HX-Redirect"] == "/bench/g1/variables"
    page = workbench.get("/bench/g1/variables").text
    assert "lo&lt;b&gt;cal" in page
    assert 'value="7"' in page
    assert "<option>lo&lt;b&gt;cal</option>" in workbench.get("/bench/g1").text
    assert "lo&lt;b" not in workbench.get("/bench/g2/variables").text


def test_an_app_that_is_not_open_has_no_page(workbench: WorkbenchClient) -> None:
    """Its address leads nowhere."""
    assert workbench.get("/bench/none/variables").status_code == 404
    assert workbench.post("/bench/none/variables", {"name": "a"}).status_code == 404


def test_a_request_is_saved_and_opened_again(workbench: WorkbenchClient, root: Path) -> None:
    """As a file of the project; the composer then shows it, and may replace it."""
    status, text = save(workbench, "Shop / One item", **{"headers-name": "X-A", "headers-value": "1"})
    assert status == 200
    assert "Saved as http-requests/shop/one-item.http." in text
    file = root / "http-requests" / "shop" / "one-item.http"
    assert file.read_text() == "# One item\nGET /items/7\nX-A: 1\n"
    page = workbench.get("/bench/g1/saved").text
    assert 'href="/bench/g1?saved=shop/one-item"' in page
    bench = workbench.get("/bench/g1?saved=shop/one-item").text
    assert 'name="url" value="/items/7"' in bench
    assert 'value="X-A"' in bench
    assert 'name="opened" value="shop/one-item"' in bench
    status, text = save(workbench, "shop/one-item", opened="shop/one-item", url="/items/8")
    assert status == 200
    assert "GET /items/8" in file.read_text()


def test_a_saved_request_is_not_replaced_unasked(workbench: WorkbenchClient, root: Path) -> None:
    """Nor is one saved without a name."""
    save(workbench, "a")
    status, text = save(workbench, "A", url="/other")
    assert status == 422
    assert "of that name already" in text
    assert "GET /items/7" in (root / "http-requests" / "a.http").read_text()
    assert save(workbench, " / ")[0] == 422


def test_a_secret_value_is_said_to_be_missing(workbench: WorkbenchClient, root: Path) -> None:
    """It must be given under Variables."""
    _, text = save(workbench, "a", **{"form-name": "password", "form-value": "hunter22"})
    assert "under Variables (password)" in text
    assert "hunter22" not in (root / "http-requests" / "a.http").read_text()


def test_the_page_says_what_differs_and_makes_what_is_missing(workbench: WorkbenchClient, root: Path) -> None:
    """Nothing is written before that is asked for."""
    page = workbench.get("/bench/g1/saved").text
    assert "Routes without a request" in page
    assert "No request is saved yet" in page
    assert list(root.iterdir()) == []
    answer = workbench.post("/bench/g1/saved/make")
    assert answer.headers["HX-Redirect"] == "/bench/g1/saved"
    place = root / "http-requests"
    (place / "old.http").write_text("# route: /old\nGET /nowhere/at/all\n")
    (place / "bad.http").write_text("<b>\n")
    page = workbench.get("/bench/g1/saved").text
    assert "Routes without a request" not in page
    assert "No route takes /nowhere/at/all." in page
    assert "http-requests/bad.http:1 does not begin with a method and a path." in page


def test_a_saved_request_that_is_broken_or_gone_leaves_the_composer_empty(
    workbench: WorkbenchClient, root: Path
) -> None:
    """What is wrong with it is said."""
    (root / "http-requests").mkdir()
    (root / "http-requests" / "bad.http").write_text("GET\n")
    text = workbench.get("/bench/g1?saved=bad").text
    assert "http-requests/bad.http:1" in text
    assert 'name="url" value="/"' in text
    assert 'name="url" value="/"' in workbench.get("/bench/g1?saved=../../x").text


def test_a_folder_that_cannot_be_written_is_told(workbench: WorkbenchClient, root: Path) -> None:
    """A file stands in its place."""
    (root / "http-requests").write_text("")
    status, text = save(workbench, "a")
    assert status == 422
    assert "cannot be written" in text
    assert "cannot be written" in workbench.post("/bench/g1/saved/make").text


def test_a_lab_of_the_handbook_takes_no_requests(workbench: WorkbenchClient) -> None:
    """Its folder is part of the program."""
    workbench.open_guest(kind=TargetKind.LAB)
    status, text = save(workbench, "a")
    assert status == 422
    assert "part of Fumehood" in text
    assert workbench.post("/bench/g1/saved/make").status_code == 422
