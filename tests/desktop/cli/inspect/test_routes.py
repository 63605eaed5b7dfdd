"""`fumehood routes`."""

import json

import pytest

from desktop.cli.main import run

pytestmark = pytest.mark.slow


def test_the_map_is_printed_with_what_is_lost(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A decorator above the route is an error."""
    assert run(["routes", shop]) == 1
    printed = capsys.readouterr().out
    assert "/admin: the decorator login_required is above the route" in printed
    assert "/items/<int:number>" in printed


def test_the_rule_that_takes_a_request_is_printed(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Or why none does; as JSON for programs."""
    assert run(["routes", shop, "/items/7"]) == 0
    assert "/items/<int:number> matched" in capsys.readouterr().out
    assert run(["routes", shop, "POST", "/items/7", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["routing"]["error"] == "MethodNotAllowed"


def test_what_is_no_target_or_no_request_is_refused(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With the exit code of a wrong usage."""
    assert run(["routes", shop, "GET", "/", "more"]) == 2
    with pytest.raises(SystemExit) as ended:
        run(["routes", "no/such/folder"])
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
