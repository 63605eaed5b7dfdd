"""Which uv is taken, and how one comes into the checkout."""

import io
import os
from pathlib import Path

import pytest

from desktop.setup import uv_program
from desktop.setup.problems import SetupProblem
from tests.desktop.setup.conftest import NAME, Site

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")


def stand_in(folder: Path, words: str, status: int = 0) -> Path:
    """Make a program that prints some words as its version."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "uv"
    program.write_text(f"#!/bin/sh\necho '{words}'\nexit {status}\n")
    program.chmod(0o755)
    return program


def test_an_uv_on_path_is_taken(tmp_path: Path) -> None:
    """What the user has installed comes first."""
    mine = stand_in(tmp_path / "bin", "uv 0.11.3 (abc 2026-01-01)")
    stand_in(tmp_path / ".uv", "uv 9.9.9")
    assert uv_program.present(tmp_path, "9.9.9", str(tmp_path / "bin")) == mine


@pytest.mark.parametrize(
    ("words", "status"), [("uv 0.6.17", 0), ("uv 0.11.3", 1), ("ultraviolet 3", 0), ("", 0)]
)
def test_an_uv_that_is_old_or_broken_is_passed_over(words: str, status: int, tmp_path: Path) -> None:
    """The one that was fetched earlier takes its place."""
    stand_in(tmp_path / "bin", words, status)
    assert uv_program.present(tmp_path, "9.9.9", str(tmp_path / "bin")) is None
    fetched = stand_in(tmp_path / ".uv", "uv 9.9.9")
    assert uv_program.present(tmp_path, "9.9.9", str(tmp_path / "bin")) == fetched


def test_a_fetched_uv_of_another_version_is_fetched_again(tmp_path: Path) -> None:
    """The lock decides which version the checkout has."""
    stand_in(tmp_path / ".uv", "uv 9.9.8")
    assert uv_program.present(tmp_path, "9.9.9", str(tmp_path / "none")) is None


def test_a_file_that_does_not_run_has_no_version(tmp_path: Path) -> None:
    """A program that cannot be started is none."""
    (tmp_path / "uv").write_text("no program")
    assert uv_program.version_of(tmp_path / "uv") is None


def test_uv_is_fetched_from_the_address_in_the_lock(site: Site, wheel_bytes: bytes, tmp_path: Path) -> None:
    """The program runs, and the wheel is removed."""
    wheel = site.wheel(wheel_bytes)
    output = io.StringIO()
    program = uv_program.fetch(tmp_path, wheel, None, output)
    assert program == tmp_path / ".uv" / "uv"
    assert uv_program.version_of(program) == "9.9.9"
    assert [path.name for path in program.parent.iterdir()] == ["uv"]
    assert output.getvalue() == f"Fetching uv 9.9.9 from {wheel.url}\n"


def test_uv_is_fetched_from_the_users_index(site: Site, wheel_bytes: bytes, tmp_path: Path) -> None:
    """The page of the index says where the file is, and its login is sent to both, and printed nowhere."""
    wheel = site.wheel(wheel_bytes)
    site.files["/simple/uv/"] = f'<a href="../../files/{NAME}#sha256=00">{NAME}</a>'.encode()
    mirror = site.address.replace("//", "//ada:pw@") + "/simple"
    output = io.StringIO()
    elsewhere = wheel._replace(url=f"http://127.0.0.1:9/{NAME}")
    assert uv_program.fetch(tmp_path, elsewhere, mirror, output).is_file()
    assert site.asked == [("/simple/uv/", "Basic YWRhOnB3"), (f"/files/{NAME}", "Basic YWRhOnB3")]
    assert "ada" not in output.getvalue()


def test_an_index_with_another_file_is_refused(site: Site, wheel_bytes: bytes, tmp_path: Path) -> None:
    """An index cannot hand out an uv of its own."""
    wheel = site.wheel(wheel_bytes, sha256="0" * 64)
    site.files["/simple/uv/"] = f'<a href="/files/{NAME}">{NAME}</a>'.encode()
    with pytest.raises(SetupProblem, match="SHA-256"):
        uv_program.fetch(tmp_path, wheel, f"{site.address}/simple", io.StringIO())
    assert list((tmp_path / ".uv").iterdir()) == []


def test_an_index_without_the_file_is_named(site: Site, wheel_bytes: bytes, tmp_path: Path) -> None:
    """The problem says which file is missing where."""
    wheel = site.wheel(wheel_bytes)
    site.files["/simple/uv/"] = b"<a href='uv-1.whl'>uv-1.whl</a>"
    with pytest.raises(SetupProblem, match=f"/simple/uv/ does not list {NAME}"):
        uv_program.fetch(tmp_path, wheel, f"{site.address}/simple", io.StringIO())


def test_a_program_that_cannot_be_unpacked_leaves_nothing(
    wheel_bytes: bytes, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that fills while it is unpacked takes the half program with it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    wheel = site.wheel(wheel_bytes)
    monkeypatch.setattr("desktop.setup.uv_program.shutil.copyfileobj", full)
    with pytest.raises(SetupProblem, match="disk is full"):
        uv_program.fetch(tmp_path, wheel, None, io.StringIO())
    assert list((tmp_path / ".uv").iterdir()) == []


def test_the_pinned_wheel_of_this_machine_is_fetched_where_there_is_no_uv(
    site: Site, wheel_bytes: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an uv the lock's wheel comes; with one nothing is fetched."""
    wheel = site.wheel(wheel_bytes)
    monkeypatch.setattr(uv_program, "wheel_for", lambda machine, root: wheel)
    environment = {"PATH": str(tmp_path / "none"), "PIP_CONFIG_FILE": str(tmp_path / "none")}
    first = uv_program.provide(tmp_path, environment, tmp_path, io.StringIO())
    assert uv_program.provide(tmp_path, environment, tmp_path, io.StringIO()) == first
    assert len(site.asked) == 1
