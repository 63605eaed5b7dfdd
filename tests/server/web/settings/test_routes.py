"""The settings."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server import preferences
from server.store import Store
from tests.server.store.old_file import old_file
from tests.support.store_pages import fill
from tests.support.workbench_client import WorkbenchClient, workbench_client

WHOLE = {
    "history_mb": "100",
    "start_seconds": "5",
    "request_seconds": "7",
    "memory_mb": "512",
}


def test_saved_settings_apply(workbench: WorkbenchClient) -> None:
    """Each setting is stored, and the page is loaded again."""
    assert workbench.post("/settings", WHOLE).headers["HX-Refresh"] == "true"
    limits = preferences.limits(workbench.store.settings)
    assert (limits.start_seconds, limits.request_seconds, limits.memory_mb) == (5, 7, 512)
    assert workbench.store.cap_bytes == 100 * 1024 * 1024


@pytest.mark.parametrize("value", ["", "0", "-5", "1e3", "999999999", "9" * 5000, "ten", "5.5"])
def test_a_number_out_of_bounds_is_refused(workbench: WorkbenchClient, value: str) -> None:
    """A value out of bounds is reported with the bounds, and nothing of the form is stored."""
    answer = workbench.post("/settings", {**WHOLE, "memory_mb": value})
    assert answer.status_code == 422
    assert "from 128 to 65536" in answer.text
    assert preferences.limits(workbench.store.settings).request_seconds == 30


def test_a_folder_of_own_labs_can_be_named(workbench: WorkbenchClient, tmp_path: Path) -> None:
    """It is stored with its absolute path; a missing folder is refused, an empty field removes it."""
    form = WHOLE
    workbench.post("/settings", {**form, "own_labs": str(tmp_path)})
    assert preferences.own_labs(workbench.store.settings) == str(tmp_path.resolve())
    assert str(tmp_path) in workbench.get("/settings").text
    refused = workbench.post("/settings", {**form, "own_labs": str(tmp_path / "gone")})
    assert refused.status_code == 422
    assert "is not a folder" in refused.text
    workbench.post("/settings", form)
    assert preferences.own_labs(workbench.store.settings) == ""


@pytest.mark.parametrize(
    ("form", "shown"),
    [({"theme": "dark"}, 'data-theme="dark"'), ({"language": "sv"}, '<html lang="sv"')],
)
def test_theme_and_language_apply_at_once(
    workbench: WorkbenchClient, form: dict[str, str], shown: str
) -> None:
    """Each is stored by itself, without the rest of the form."""
    assert workbench.post("/settings/appearance", form).status_code == 204
    assert shown in workbench.get("/settings").text


@pytest.mark.parametrize(
    "form", [{"theme": "pink"}, {"language": "tlh"}, {"theme": "dark", "language": "tlh"}, {"port": "80"}, {}]
)
def test_unknown_values_change_nothing(workbench: WorkbenchClient, form: dict[str, str]) -> None:
    """A theme or language that does not exist is not stored, nor what was sent with it."""
    assert workbench.post("/settings/appearance", form).status_code == 422
    assert 'data-theme="system"' in workbench.get("/").text


@pytest.mark.parametrize(
    ("stored", "held"), [("x", 30), (None, 30), (True, 30), (0, 30), (10**9, 30), (42, 42)]
)
def test_invalid_stored_values_are_ignored(workbench: WorkbenchClient, stored: object, held: int) -> None:
    """A settings file that was edited by hand may have values of other types or out of their bounds."""
    workbench.store.settings.set("request_seconds", stored)
    workbench.store.settings.set("theme", 7)
    assert preferences.number(workbench.store.settings, preferences.REQUEST_SECONDS) == held
    assert preferences.theme(workbench.store.settings) == "system"


@pytest.mark.parametrize(
    ("chosen", "asked", "spoken"),
    [
        ("auto", "sv-SE,sv;q=0.9", "sv"),
        ("auto", "de", "en"),
        ("auto", "", "en"),
        ("en", "sv", "en"),
        ("sv", "en", "sv"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_browsers(
    workbench: WorkbenchClient, chosen: str, asked: str, spoken: str
) -> None:
    """A chosen language wins; otherwise the browser's, English where we do not speak it."""
    workbench.store.settings.set("language", chosen)
    assert f'<html lang="{spoken}"' in workbench.get("/", Accept_Language=asked).text


def test_the_layout_of_the_pages_is_kept_and_given_to_their_scripts(workbench: WorkbenchClient) -> None:
    """A value that is not allowed is refused, and changes nothing."""
    assert 'data-layout="{}"' in workbench.get("/").text
    assert workbench.post("/settings/layout", {"split-bench": "61"}).status_code == 204
    assert 'data-layout="{&#34;split-bench&#34;:61}"' in workbench.get("/").text
    assert workbench.post("/settings/layout", {"split-bench": "99"}).status_code == 422
    assert 'data-layout="{&#34;split-bench&#34;:61}"' in workbench.get("/").text


def test_a_sound_file_has_nothing_to_say(workbench: WorkbenchClient) -> None:
    """No value is left out, and there are no copies."""
    text = workbench.get("/settings/store").text
    assert "None since Fumehood was started." in text
    assert text.count("None in this folder.") == 2
    assert "/settings/store" in workbench.get("/settings").text


def test_what_was_lost_is_shown_with_the_copy(tmp_path: Path) -> None:
    """Also in later starts, because the report lies beside the copy."""
    path = tmp_path / "store.sqlite3"
    store = Store(path)
    fill(store)
    store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP TABLE recent")
        connection.execute("UPDATE settings SET value = 'no JSON' WHERE key = 'theme'")
    Store(path).close()
    with workbench_client(tmp_path, store=Store(path)) as workbench:
        assert "Vilka värden det är" in workbench.get("/").text
        text = workbench.get("/settings/store").text
        (copy,) = tmp_path.glob("store.sqlite3.damaged-*")
        assert copy.name in text
        assert "tidigare öppnade appar" in text  # the language that the file holds
        assert "det som inte gick att läsa" in text
        assert "<td>inställningar</td>" in text
        assert "<td>Tema</td>" in text
        assert "Det är inte skrivet så som Fumehood skriver det." in text
        assert "no JSON" not in text


def test_copies_from_before_an_update_are_listed(tmp_path: Path) -> None:
    """With their size, and how to use one."""
    path = old_file(2, tmp_path / "data" / "store.sqlite3")
    with workbench_client(tmp_path, store=Store(path)) as workbench:
        assert f"{path.name}.schema-2" in workbench.get("/settings/store").text
