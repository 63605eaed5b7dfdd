"""Tests of our programs in surroundings that were made for other ones."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop import inherited_settings
from tests.sources import ROOT
from tests.support.fumehood_process import COMMAND, environment, run

READS_THE_TIME = """
import os
from datetime import datetime
from desktop import inherited_settings
inherited_settings.disregard_settings()
from server.web.base import template_filters
print(datetime.fromtimestamp(0).astimezone().utcoffset(), os.environ["TZ"] == {zone!r})
"""


@pytest.mark.hardness("odd-environment")
@pytest.mark.skipif(sys.platform == "win32", reason="the C library of Windows has no zones by name")
@pytest.mark.parametrize("zone", [".", "UTC+99"])
def test_an_odd_time_zone_means_utc(zone: str, tmp_path: Path) -> None:
    """Times can be shown; guests get the variable as it was set."""
    done = subprocess.run(
        [sys.executable, "-c", READS_THE_TIME.format(zone=zone)],
        env=environment(tmp_path, TZ=zone),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "0:00:00 True\n"), done.stderr


@pytest.mark.hardness("odd-environment")
@pytest.mark.skipif(sys.platform == "win32", reason="the C library of Windows has no zones by name")
@pytest.mark.parametrize(
    ("zone", "usable"),
    [
        *(
            (zone, True)
            for zone in (
                "Europe/Stockholm",
                ":UTC",
                "CET-1CEST",
                "Nowhere/Land",
                "../x",
                " ",
                "\udcff",
                "x" * 5000,
            )
        ),
        *((zone, False) for zone in (".", ":/etc", "/etc/passwd", "UTC+99")),
    ],
)
def test_zones_that_cannot_be_used_are_found(
    zone: str, usable: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is unknown means UTC to every library; a folder or another file makes them fail."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert inherited_settings.is_usable(zone) is usable
    finally:
        monkeypatch.undo()
        time.tzset()


def test_we_can_read_what_we_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mask that takes files away from their owner keeps only what it says of others."""
    monkeypatch.delenv("TZ", raising=False)
    before = os.umask(0o777)
    try:
        inherited_settings.disregard_settings()
        assert os.umask(before) == 0o077
    finally:
        os.umask(before)


def test_our_packages_are_found_before_those_of_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folders of PYTHONPATH come last: a project with a package `server` does not replace ours."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(tmp_path), "", str(ROOT))))
    monkeypatch.setattr(sys, "path", ["", str(tmp_path), str(ROOT), "/lib"])
    inherited_settings.disregard_settings()
    assert sys.path == ["", str(ROOT), "/lib", str(tmp_path)]


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables that were set for other programs; their folder has a package of the name of one of ours."""
    folder = tmp_path_factory.mktemp("project")
    (folder / "server").mkdir()
    (folder / "server" / "__init__.py").write_text("raise SystemExit('this is not ours')\n")
    startup = folder / "startup.py"
    startup.write_text("raise SystemExit('this is not ours either')\n")
    return {
        "PYTHONPATH": f"{folder}",
        "PYTHONSTARTUP": str(startup),
        "PYTHONINSPECT": "1",
        "PYTHONWARNINGS": "error",
        "PYTHONOPTIMIZE": "2",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
        "LC_ALL": "zz_ZZ.nothing",
        "LANGUAGE": "sv",
        "TZ": str(folder),
        "WAYLAND_DISPLAY": "w" * 300,
        "DISPLAY": "\u202e:99999999999999999999",
        "_FUMEHOOD_COMPLETE": "bash_complete",
    }


@pytest.mark.hardness("odd-environment")
@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("doctor",), 0, "+ data-folder"),
        (("record", "lab:mvc", "/"), 0, "GET / -> 200 OK"),
        (("link",), 7, ""),
    ],
)
def test_commands_work_in_odd_surroundings(
    arguments: tuple[str, ...], code: int, said: str, odd: dict[str, str], tmp_path: Path
) -> None:
    """All odd variables and an odd home change neither result nor exit code; all output is readable."""
    done = run(tmp_path / " %s{0}'\"\u202e\n#👻 ", *arguments, cwd=ROOT, **odd)
    assert done.returncode == code, done.stderr
    assert said in done.stdout
    assert (done.stdout + done.stderr).isascii()
    assert "Traceback" not in done.stderr
    assert "bug in Fumehood" not in done.stderr


@pytest.mark.hardness("odd-output")
@pytest.mark.skipif(sys.platform == "win32", reason="uses a POSIX shell")
@pytest.mark.parametrize(
    ("redirection", "code"),
    [(">&-", 0), ("2>&-", 0), (">&- 2>&- <&-", 0), ("| head -c 1", 0), ("2>&1 | true", 0), (">/dev/full", 8)],
)
def test_output_that_leads_nowhere_changes_nothing(redirection: str, code: int, tmp_path: Path) -> None:
    """Closed streams and pipes that nobody reads: no traceback; a full device has the code of an error."""
    done = subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", *COMMAND, "--help"],
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
