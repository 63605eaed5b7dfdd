"""Tests of `fumehood import`."""

from contextlib import closing
from pathlib import Path

import pytest

from desktop.cli.main import run
from desktop.shell.paths import Paths
from desktop.shell.process import single_instance
from server.store import Store


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with a theme, whose data were exported."""
    monkeypatch.setenv("FUMEHOOD_HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "data").mkdir(parents=True)
    with closing(Store(tmp_path / "home" / "data" / "fumehood.sqlite3")) as store:
        store.settings.set("theme", "dark")
        assert run(["export", str(tmp_path / "all.zip")]) == 0
        store.settings.set("theme", "light")
    return tmp_path / "home"


def theme(home: Path) -> object:
    """Return the theme that is stored."""
    with closing(Store(home / "data" / "fumehood.sqlite3")) as store:
        return store.settings.get("theme")


def test_data_are_replaced(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command says where the earlier ones are; afterwards Fumehood can start."""
    assert run(["import", str(tmp_path / "all.zip")]) == 0
    assert "fumehood.sqlite3.before-import-" in capsys.readouterr().out
    assert theme(home) == "dark"
    ours = single_instance.acquire(Paths.below(home))
    assert ours is not None
    ours.release()


def test_a_damaged_file_changes_nothing(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor does one that is not there."""
    (tmp_path / "cut.zip").write_bytes((tmp_path / "all.zip").read_bytes()[:-50])
    for name, says in (("cut.zip", "cannot be imported"), ("none.zip", "No such file")):
        with pytest.raises(SystemExit):
            run(["import", str(tmp_path / name)])
        assert says in capsys.readouterr().err
    assert theme(home) == "light"


def test_nothing_is_imported_while_fumehood_runs(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two would write at once."""
    ours = single_instance.acquire(Paths.below(home))
    assert ours is not None
    ours.listen(lambda _request: {})
    try:
        with pytest.raises(SystemExit) as ended:
            run(["import", str(tmp_path / "all.zip")])
    finally:
        ours.release()
    assert ended.value.code == 7
    assert "Fumehood is running." in capsys.readouterr().err
    assert theme(home) == "light"
