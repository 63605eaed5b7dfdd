"""Tests of the page with the environments of a project."""

from tests.support.workbench_client import WorkbenchClient


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
