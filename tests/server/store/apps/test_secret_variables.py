"""The file of the secret variables."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from server.model.guest import Target, TargetKind
from server.store.apps.secret_variables import FILE_NAME, SecretVariables

TARGET = Target(kind=TargetKind.FOLDER, spec="shop", root=Path("/srv/shop"), app="", name="shop")


def test_an_environment_has_values_of_its_own(tmp_path: Path) -> None:
    """Those for requests do not reach the app, and removing them leaves those of the app."""
    secrets = SecretVariables(tmp_path / FILE_NAME)
    secrets.keep(TARGET, {"TOKEN": "of the app"})
    secrets.keep(TARGET, {"TOKEN": "of requests"}, "local")
    assert secrets.of(TARGET) == {"TOKEN": "of the app"}
    assert secrets.of(TARGET, "local") == {"TOKEN": "of requests"}
    secrets.keep(TARGET, {}, "local")
    assert (secrets.of(TARGET), secrets.of(TARGET, "local")) == ({"TOKEN": "of the app"}, {})


@pytest.mark.hardness("leaked-secret")
def test_values_are_kept_by_app_in_a_file_of_the_user_alone(tmp_path: Path) -> None:
    """Another opening finds them; another app has its own; without any there is nothing left in the file."""
    file = tmp_path / FILE_NAME
    SecretVariables(file).keep(TARGET, {"TOKEN": "one"})
    other = replace(TARGET, app="admin.py")
    SecretVariables(file).keep(other, {"TOKEN": "two"})
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = SecretVariables(file)
    assert (again.of(TARGET), again.of(other)) == ({"TOKEN": "one"}, {"TOKEN": "two"})
    again.keep(TARGET, {})
    assert SecretVariables(file).of(TARGET) == {}
    assert "one" not in file.read_text()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"/srv/shop\\n": 1}', '{"/srv/shop\\n": {"A": 1}}'])
def test_a_damaged_file_is_no_obstacle(tmp_path: Path, text: str) -> None:
    """It has no values, and is written anew."""
    file = tmp_path / FILE_NAME
    file.write_text(text)
    secrets = SecretVariables(file)
    assert secrets.of(TARGET) == {}
    secrets.keep(TARGET, {"A": "value"})
    assert secrets.of(TARGET) == {"A": "value"}


def test_without_a_file_they_are_in_memory() -> None:
    """As the rest of such a store."""
    secrets = SecretVariables(None)
    secrets.keep(TARGET, {"A": "value"})
    assert secrets.of(TARGET) == {"A": "value"}


def test_a_file_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    """And nothing is left behind."""
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(IsADirectoryError):
        SecretVariables(tmp_path / FILE_NAME).keep(TARGET, {"A": "value"})
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
