"""Tests of what belongs to one app, however often it is opened."""

from dataclasses import replace
from pathlib import Path

from server.model.guest import Target, TargetKind
from server.store import ExchangeFilter, Store
from server.store.records import ProjectSettings
from tests.support.sample_exchanges import exchange

TARGET = Target(kind=TargetKind.FILE, spec="app.py", root=Path("/srv/shop"), app="app.py", name="shop")


def test_openings_of_an_app_are_one_project(store: Store) -> None:
    """The folder and the app decide, not the words by which it was opened."""
    store.projects.add_opening("g1", TARGET)
    store.projects.add_opening("g2", replace(TARGET, kind=TargetKind.FOLDER, spec="/srv/shop/app.py"))
    store.projects.add_opening("g3", replace(TARGET, app="other.py"))
    assert store.projects.of_guest("g1") == store.projects.of_guest("g2")
    assert store.projects.of_guest("g3") != store.projects.of_guest("g1")
    assert store.projects.of_guest("nobody") is None


def test_exchanges_are_found_by_project(store: Store) -> None:
    """Also after one has been stored again; one from before there were projects has none."""
    for id_, guest in ((1, "g0"), (2, "g1"), (3, "g2"), (4, "g2")):
        if guest != "g0":
            store.projects.add_opening(guest, TARGET)
        store.add(exchange(id_, guest=guest))
    store.add(exchange(2, guest="g1"))
    project = store.projects.of_guest("g1")
    assert [row.id for row in store.rows(ExchangeFilter(project=project))] == [4, 3, 2]
    assert [row.id for row in store.rows(ExchangeFilter(project=project, except_guest="g2"))] == [2]
    assert [row.id for row in store.rows(ExchangeFilter(project=project, text="orders"), before=4)] == [3, 2]
    found = store.exchange(2)
    assert found is not None
    assert found.guest == "g1"


def test_the_settings_of_an_app_are_kept(path: Path) -> None:
    """A value that is missing is not chosen."""
    store = Store(path)
    assert store.projects.settings(TARGET) == ProjectSettings()
    store.projects.save(TARGET, ProjectSettings(memory_mb=2048, port=5000))
    store.projects.save(TARGET, replace(store.projects.settings(TARGET), port=None, last_port=4711))
    store.close()
    again = Store(path)
    assert again.projects.settings(TARGET) == ProjectSettings(memory_mb=2048, last_port=4711)
    assert again.projects.settings(replace(TARGET, app="other.py")) == ProjectSettings()
    again.projects.save(TARGET, ProjectSettings(restart_on_save=False, send_on_save=True))
    assert again.projects.settings(TARGET) == ProjectSettings(restart_on_save=False, send_on_save=True)
    again.close()
