"""Tests of the pages of the tools."""

from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.support.workbench_client import WorkbenchClient

PROBLEM = Problem(code=ProblemCode.NO_ANSWER, cause="The guest is silent.", remedy="Ask again.")


def test_the_only_app_is_asked_at_once(workbench: WorkbenchClient) -> None:
    """Of several one is chosen; without any the page says so."""
    assert "No app is open" in workbench.get("/tools/open/routes").text
    workbench.open_guest()
    answer = workbench.get("/tools/open/routes")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/tools/g1/routes")
    workbench.open_guest(name="other")
    text = workbench.get("/tools/open/audit").text
    assert 'href="/tools/g1/audit"' in text
    assert 'href="/tools/g2/audit"' in text


def test_what_is_no_tool_or_no_guest_is_not_found(workbench: WorkbenchClient) -> None:
    """Addresses are typed, too."""
    assert workbench.get("/tools/open/nothing").status_code == 404
    assert workbench.get("/tools/g9/routes").status_code == 404


def test_a_method_and_an_address_are_asked_about(workbench: WorkbenchClient) -> None:
    """They stay in the form; without them only the map is asked for."""
    guest = workbench.open_guest()
    workbench.get("/tools/g1/routes")
    assert [about for about, _ in guest.questions] == ["map"]
    text = workbench.get("/tools/g1/routes?method=POST&url=/a%22b").text
    assert 'value="/a&#34;b"' in text
    assert "<option selected>POST" in text
    assert guest.questions[1][1]["path"] == "/a%22b"


def test_a_guest_that_does_not_answer_is_a_problem_on_the_page(workbench: WorkbenchClient) -> None:
    """So is an address that is none; nothing is asked about it."""
    guest = workbench.open_guest()
    guest.answers = dict.fromkeys(("map", "match", "config"), PROBLEM)
    for page in ("/tools/g1/routes", "/tools/g1/routes?url=/x", "/tools/g1/audit"):
        assert "The guest is silent." in workbench.get(page).text
    guest.questions.clear()
    assert "begins with http://" in workbench.get("/tools/g1/routes?url=ftp://x").text
    assert [about for about, _ in guest.questions] == ["map"]


def test_findings_are_shown(workbench: WorkbenchClient) -> None:
    """With the line to write."""
    guest = workbench.open_guest()
    assert "rules found nothing" in workbench.get("/tools/g1/audit").text
    values = {
        "DEBUG": {"set": True, "known": True, "type": "bool", "text": None, "number": None, "truth": True}
    }
    config = guest.answers["config"]
    assert not isinstance(config, Problem)
    guest.answers["config"] = {**config, "values": values}
    assert "app.config[&#34;DEBUG&#34;] = False" in workbench.get("/tools/g1/audit").text


def test_settings_in_force_are_listed_below_the_findings(workbench: WorkbenchClient) -> None:
    """Each with where it came from; where the app does not tell them, the findings stay."""
    guest = workbench.open_guest()
    value = {"type": "str", "repr": "'rye'", "cut": False}
    made = {"name": "BREAD", "value": value, "how": "default", "origin": "", "library": None, "caller": None}
    guest.answers["settings"] = {"app": "shop", "settings": [made], "omitted": 0}
    text = workbench.get("/tools/g1/audit").text
    assert "BREAD" in text
    assert "Flask&#39;s default" in text
    guest.answers["settings"] = PROBLEM
    text = workbench.get("/tools/g1/audit").text
    assert "The guest is silent." in text
    assert "rules found nothing" in text
