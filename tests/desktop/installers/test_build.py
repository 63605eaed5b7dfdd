"""Formats are built in order, listed with size and checksum, and those that cannot be built say why."""

import json
from pathlib import Path

from desktop.installers.build import BILL, build_formats
from desktop.installers.formats.format import Format, Parts
from desktop.installers.formats.machine import processor, system
from desktop.installers.report.checksums import digest


def _write(parts: Parts, into: Path) -> Path:
    target = into / "a.bin"
    target.write_bytes(parts.release.version.encode())
    return target


POSSIBLE = Format(name="possible", obstacle=lambda: "", build=_write)
IMPOSSIBLE = Format(name="impossible", obstacle=lambda: "needs another machine", build=_write)


def test_what_is_built_is_listed(parts: Parts, tmp_path: Path) -> None:
    """The report has size and checksum of each file, and so has SHA256SUMS."""
    announced: list[str] = []
    report = build_formats(parts, (POSSIBLE, IMPOSSIBLE), tmp_path / "out", announced.append)
    assert announced == ["possible"]
    assert report.skipped == {"impossible": "needs another machine"}
    (built,) = report.built
    file = tmp_path / "out" / built.name
    assert (built.size, built.sha256) == (file.stat().st_size, digest(file))
    assert (tmp_path / "out" / "SHA256SUMS").read_text() == f"{built.sha256}  a.bin\n"
    assert json.loads(report.as_json())["built"][0]["format"] == "possible"


def test_the_report_says_where_the_bundle_runs(parts: Parts, tmp_path: Path) -> None:
    """The newest symbol of the C library is named with its file, and size without links."""
    report = build_formats(parts, (), tmp_path / "out", lambda _: None)
    assert (report.glibc, report.glibc_file) == ("2.34", "_internal/library.so.1")
    assert "Debian 12" in report.runs_on
    assert "Debian 11" not in report.runs_on
    files = [path for path in parts.bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    assert report.installed == sum(len(path.read_bytes()) for path in files)


def test_the_bill_of_materials_lies_beside_the_formats(parts: Parts, tmp_path: Path) -> None:
    """It is the one in the bundle, named after release and machine, and its checksum is listed."""
    inside = parts.bundle / BILL
    inside.parent.mkdir(parents=True)
    inside.write_text("{}")
    report = build_formats(parts, (), tmp_path / "out", lambda _: None)
    (built,) = report.built
    assert (built.format, built.name) == ("sbom", f"fumehood-0.1.0-{system()}-{processor()}.cdx.json")
    assert (tmp_path / "out" / built.name).read_text() == "{}"
    assert built.name in (tmp_path / "out" / "SHA256SUMS").read_text()
