"""What is offered for an app that could not be started."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.guest import GuestState, GuestStatus
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from tests.support.environment_folders import make_environment
from tests.support.workbench_client import WorkbenchClient


def crashed(cause: str, code: ProblemCode = ProblemCode.IMPORT_ERROR) -> GuestStatus:
    """Return the status of an app that could not be imported."""
    return GuestStatus(state=GuestState.CRASHED, problem=Problem(code=code, cause=cause, remedy="Look."))


@pytest.mark.skipif(os.name == "nt", reason="the environment is one of POSIX")
def test_an_environment_with_the_missing_module_is_offered(workbench: WorkbenchClient, project: Path) -> None:
    """One that lacks it too is not, nor the one in use."""
    workbench.post("/open", {"target": str(project), "python": "fumehood", "trust": "yes"})
    guest = workbench.guests.all()[0]
    guest.python = None
    environment = make_environment(project / ".venv")
    (library,) = environment.glob("lib/python*/site-packages")
    (library / "stripe").mkdir()
    (library / "stripe" / "__init__.py").touch()
    guest.status = crashed("The app could not be imported: ModuleNotFoundError: No module named 'stripe.api'")
    text = workbench.get(f"/bench/{guest.id}/head").text
    assert f'name="python" value="{environment}/bin/python"' in text
    assert "and restart" in text
    guest.status = crashed("ModuleNotFoundError: No module named 'elsewhere'")
    assert 'name="python" value' not in workbench.get(f"/bench/{guest.id}/head").text
    guest.status = crashed("The interpreter has no Flask", ProblemCode.NO_FLASK)
    guest.python = environment / "bin" / "python"
    assert 'name="python" value' not in workbench.get(f"/bench/{guest.id}/head").text


def test_a_missing_variable_leads_to_the_settings(workbench: WorkbenchClient, project: Path) -> None:
    """With its name; any other key does not."""
    workbench.post("/open", {"target": str(project), "trust": "yes"})
    guest = workbench.guests.all()[0]
    guest.status = crashed("The app could not be imported: KeyError: 'DATABASE_URL'")
    assert "variable=DATABASE_URL" in workbench.get(f"/bench/{guest.id}/head").text
    guest.status = replace(crashed("KeyError: 'name'"))
    assert "variable=" not in workbench.get(f"/bench/{guest.id}/head").text
