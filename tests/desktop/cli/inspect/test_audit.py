"""`fumehood audit`."""

import json

import pytest

from desktop.cli.main import run

pytestmark = pytest.mark.slow


def test_findings_are_printed_with_the_line_to_write(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The gravest first."""
    assert run(["audit", shop]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("SECRET_KEY")
    assert 'app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]' in printed


def test_findings_are_told_to_programs(shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    """One object, with a level for each."""
    assert run(["audit", shop, "--json"]) == 1
    first = json.loads(capsys.readouterr().out)["findings"][0]
    assert (first["setting"], first["level"]) == ("SECRET_KEY", "bad")
