"""The environment variables of one app."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.model.guest import Target, TargetKind
from server.runner.guests.variables import app_variables

TARGET = Target(kind=TargetKind.FOLDER, spec=".", root=Path("/shop"), app="", name="shop")


def test_the_users_flask_variables_are_for_the_users_apps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lab does not depend on them."""
    monkeypatch.setenv("FLASK_APP", "run.py")
    monkeypatch.setenv("FLASK_DEBUG", "1")
    monkeypatch.setenv("FLASK_RUN_PORT", "5001")
    monkeypatch.delenv("FLASK_ENV", raising=False)
    assert app_variables(TARGET) == {"FLASK_APP": "run.py", "FLASK_DEBUG": "1"}
    assert app_variables(replace(TARGET, kind=TargetKind.LAB)) == {}
