"""The command prints a table or JSON, and fails where a format that was asked for cannot be built."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from desktop.installers import __main__ as main
from desktop.installers.formats.format import Format, Parts
from desktop.installers.prove.step import Tried
from tests.desktop.installers.conftest import make_bundle


def _write(_parts: Parts, into: Path) -> Path:
    target = into / "a.bin"
    target.write_bytes(b"a" * 1_500_000)
    return target


def _fail(_parts: Parts, _into: Path) -> Path:
    raise subprocess.CalledProcessError(2, ["packer"], stderr=b"no room\n")


POSSIBLE = Format(name="archive", obstacle=lambda: "", build=_write)
IMPOSSIBLE = Format(name="macos", obstacle=lambda: "needs a Mac", build=_write)
BROKEN = Format(name="deb", obstacle=lambda: "", build=_fail)


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The options that pack the small bundle into a folder of the test."""
    monkeypatch.setattr(main, "FORMATS", (POSSIBLE, IMPOSSIBLE, BROKEN))
    return ["--into", str(tmp_path / "out"), "--bundle", str(make_bundle(tmp_path))]


def test_a_format_is_built_and_listed(options: list[str]) -> None:
    """The table has the size of the file, and of what is installed."""
    done = CliRunner().invoke(main.command, ["archive", *options])
    assert done.exit_code == 0, done.output
    assert "1.5 MB  a.bin" in done.stdout
    assert "installed" in done.stdout
    assert "archive …" in done.stderr


def test_the_report_can_be_json(options: list[str]) -> None:
    """Standard output is one JSON object."""
    done = CliRunner().invoke(main.command, ["archive", "--json", *options])
    assert json.loads(done.stdout)["built"][0]["name"] == "a.bin"


def test_a_format_that_cannot_be_built_fails_the_command(options: list[str]) -> None:
    """The reason is in the table, and the exit status tells a script."""
    done = CliRunner().invoke(main.command, ["macos", *options])
    assert done.exit_code == 1
    assert "macos: needs a Mac" in done.stdout


def test_a_packer_that_fails_is_quoted(options: list[str]) -> None:
    """What it said is shown, and no traceback."""
    done = CliRunner().invoke(main.command, ["deb", *options])
    assert done.exit_code == 1
    assert "packer failed with exit status 2.\nno room" in done.stderr
    assert "Traceback" not in done.output


def test_what_was_built_is_proved(options: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is said as it ends, all are in a table, and one that failed fails the command."""
    outcomes = [
        Tried(format="archive", step="unpacks", outcome="ok", seconds=2.0),
        Tried(format="archive", step="proves a lab", outcome="failed", reason="0 claims"),
    ]
    monkeypatch.setattr(main, "prove", lambda _files, _parts: iter(outcomes))
    done = CliRunner().invoke(main.command, ["archive", "--prove", *options])
    assert done.exit_code == 1
    assert "archive proves a lab … failed: 0 claims" in done.stderr
    assert "ok  archive  unpacks (2.0 s)" in done.stdout
    assert "1 of 2 steps failed." in done.stdout
    outcomes.pop()
    assert CliRunner().invoke(main.command, ["archive", "--prove", *options]).exit_code == 0
