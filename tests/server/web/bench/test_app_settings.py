"""Tests of the settings of one app."""

import pytest

from server.model.notice import Notice
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


def test_the_warning_about_the_interpreter_can_be_hidden_for_good(workbench: WorkbenchClient) -> None:
    """It stays away when the app is opened again, also after its limits were changed; other apps have it."""
    notice = Notice(cause="No environment was found.", remedy="Make one.")
    guest, other = workbench.open_guest(), workbench.open_guest(name="blog")
    guest.notice = other.notice = notice
    assert notice.cause in workbench.get(f"/bench/{guest.id}").text
    head = workbench.post(f"/bench/{guest.id}/notice").text
    assert notice.cause not in head
    assert guest.target.name in head
    workbench.post(f"/bench/{guest.id}/settings", {"memory_mb": "2048"})
    again = workbench.open_guest()
    again.notice = notice
    assert notice.cause not in workbench.get(f"/bench/{again.id}").text
    assert notice.cause in workbench.get(f"/bench/{other.id}").text


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
