"""Tests of the settings of one app."""

import pytest

from server.store.records import ProjectSettings
from tests.support.workbench_client import WorkbenchClient


def test_the_limits_and_the_port_of_an_app_are_stored_and_used(workbench: WorkbenchClient) -> None:
    """The guest restarts with them; an empty field stands for the general setting."""
    guest = workbench.open_guest()
    workbench.store.settings.set("request_seconds", 7)
    answer = workbench.post(
        f"/bench/{guest.id}/settings", {"memory_mb": "2048", "port": "5001", "open_files": ""}
    )
    assert answer.headers["HX-Retarget"] == "#guest-head"
    assert workbench.store.projects.settings(guest.target) == ProjectSettings(memory_mb=2048, port=5001)
    limits = workbench.guests.limits
    assert limits is not None
    assert (limits.memory_mb, limits.request_seconds, workbench.guests.port) == (2048, 7, 5001)
    assert guest.calls == ["restart"]
    page = workbench.get(f"/bench/{guest.id}").text
    assert 'name="port"' in page
    assert 'value="5001"' in page
    workbench.post(f"/bench/{guest.id}/settings", {})
    assert workbench.store.projects.settings(guest.target) == ProjectSettings()


@pytest.mark.parametrize(
    ("name", "value"),
    [("port", "80"), ("port", "x"), ("port", "9" * 5000), ("memory_mb", "1"), ("open_files", "-5")],
)
def test_a_value_out_of_bounds_is_refused(workbench: WorkbenchClient, name: str, value: str) -> None:
    """Nothing is stored, and the guest goes on as it is."""
    guest = workbench.open_guest()
    answer = workbench.post(f"/bench/{guest.id}/settings", {"memory_mb": "2048", name: value})
    assert answer.status_code == 422
    assert "Enter a whole number from" in answer.text
    assert workbench.store.projects.settings(guest.target) == ProjectSettings()
    assert guest.calls == []
