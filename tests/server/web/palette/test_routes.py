"""Tests of the entries of the command palette that change."""

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path

from server.model.guest import Target, TargetKind
from server.web.palette import routes
from tests.support.fake_guests import make_exchange
from tests.support.workbench_client import WorkbenchClient


def entries(workbench: WorkbenchClient) -> list[str]:
    """Return the ids of the entries, in their order."""
    return re.findall(r'id="palette-([\w-]+)"', workbench.get("/palette").text)


def test_settings_and_languages_are_always_there(workbench: WorkbenchClient) -> None:
    """Each field of the page of settings is one; the chosen language says so."""
    page = workbench.get("/settings").text
    text = workbench.get("/palette").text
    for anchor, _label in routes.SETTINGS:
        assert f'id="{anchor}"' in page
        assert f'data-href="/settings#{anchor}"' in text
    assert "Language: Svenska" in text
    assert not [each for each in entries(workbench) if each.startswith(("app-", "route-", "request-"))]


def test_a_running_app_can_be_switched_to_restarted_and_stopped(workbench: WorkbenchClient) -> None:
    """Its state is said; an app that has ended can be started again and not stopped."""
    guest = workbench.open_guest()
    workbench.add_exchange(make_exchange(3))
    text = workbench.get("/palette").text
    assert entries(workbench)[0] == "app-g1"
    assert 'data-href="/bench/g1?exchange=3"' in text
    assert 'data-state="ready"' in text
    assert 'data-post="/bench/g1/restart"' in text
    assert "Restart shop" in text
    assert {"stop-g1", "close-g1", "settings-g1"} <= set(entries(workbench))
    guest.stop()
    assert "Start shop again" in workbench.get("/palette").text
    assert "stop-g1" not in entries(workbench)


def test_an_app_that_is_not_open_can_be_opened(workbench: WorkbenchClient) -> None:
    """An app that is open is one entry, though it was opened before."""
    workbench.store.recent.touch(workbench.open_guest(name="open").target, None)
    closed = Target(kind=TargetKind.FOLDER, spec="/srv/'old'", root=Path("/srv/old"), app="", name="<old>")
    workbench.store.recent.touch(closed, Path("/usr/bin/python3"))
    text = workbench.get("/palette").text
    assert [each for each in entries(workbench) if each.startswith("recent-")] == ["recent-1"]
    assert "&lt;old&gt;" in text
    sent = re.search(r'data-post="/open" [^>]*data-values="([^"]*)"', text)
    assert sent is not None
    assert json.loads(unescape(sent[1])) == {
        "recent": "yes",
        "target": "/srv/'old'",
        "python": "/usr/bin/python3",
    }


def test_the_routes_of_open_apps_are_entries(workbench: WorkbenchClient) -> None:
    """With what the composer needs to be filled in."""
    workbench.open_guest()
    text = workbench.get("/palette").text
    assert "DELETE /users/&lt;int:id&gt;" in text
    assert 'data-guest="g1" data-method="DELETE" data-rule="/users/&lt;int:id&gt;"' in text


def test_recent_requests_are_entries_once(workbench: WorkbenchClient) -> None:
    """The newest of those that are alike, which leads to its bench; that of a closed app to its page."""
    workbench.open_guest()
    for number in (1, 2):
        workbench.add_exchange(make_exchange(number))
    workbench.add_exchange(replace(make_exchange(3), guest="gone"))
    found = [each for each in entries(workbench) if each.startswith("request-")]
    assert found == ["request-3", "request-2"]
    text = workbench.get("/palette").text
    assert 'data-href="/exchanges/3"' in text
    assert 'data-href="/bench/g1?exchange=2"' in text
