"""Builds the chosen formats, and lists what was built."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from desktop.installers.bundle import build_bundle
from desktop.installers.formats import machine
from desktop.installers.formats.format import Format, Parts
from desktop.installers.linux.files import write_share_files
from desktop.installers.product import NAME, ReleaseInfo
from desktop.installers.report.checksums import digest, write_checksums
from desktop.installers.report.glibc import newest_symbol, runs_on
from desktop.installers.report.sizes import sizes_by_package

# The bill of materials among what is built, and where build.spec puts it.
SBOM: Final = "sbom"
BILL: Final = Path("_internal", "fumehood_files", "sbom.cdx.json")


@dataclass(frozen=True, kw_only=True, slots=True)
class Built:
    """One file that was built: size in bytes and SHA-256 in hexadecimal."""

    name: str
    format: str
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BuildReport:
    """What was built, and where the bundle runs.

    `installed` is the size of the bundle in bytes, `packages` those of its larger parts. `skipped` has the
    reason for each format that this machine cannot build.
    """

    built: tuple[Built, ...]
    skipped: dict[str, str]
    installed: int
    packages: dict[str, int]
    glibc: str
    glibc_file: str
    runs_on: tuple[str, ...]

    def as_json(self) -> str:
        """Return the report as one JSON object."""
        return json.dumps(asdict(self), indent=2)


def prepare(release: ReleaseInfo, work: Path, bundle: Path | None = None) -> Parts:
    """Build the bundle, unless one is given, and the files beside it."""
    bundle = bundle or build_bundle(work)
    files = work / "files"
    shutil.rmtree(files, ignore_errors=True)
    write_share_files(release, files)
    for folder in (bundle, files):
        _settle_times(folder, release.time)
    return Parts(bundle=bundle, files=files, work=work / "parts", release=release)


def _settle_times(folder: Path, seconds: int) -> None:
    """Give every file the time of the release, so that two builds are the same."""
    for path in folder.rglob("*"):
        os.utime(path, (seconds, seconds), follow_symlinks=False)


def build_formats(
    parts: Parts, formats: Sequence[Format], into: Path, announce: Callable[[str], None]
) -> BuildReport:
    """Write each format that can be built here into a folder, with SHA256SUMS; return the report.

    `announce` is called with the name of each format before it is built.
    """
    into.mkdir(parents=True, exist_ok=True)
    built: dict[Path, str] = {}
    skipped = {}
    for each in formats:
        obstacle = each.obstacle()
        if obstacle:
            skipped[each.name] = obstacle
            continue
        announce(each.name)
        built[each.build(parts, into)] = each.name
    bill = _copy_bill(parts, into)
    if bill is not None:
        built[bill] = SBOM
    write_checksums(into, built)
    files = [path for path in parts.bundle.rglob("*") if path.is_file() and not path.is_symlink()]
    symbol, holder = newest_symbol(files)
    return BuildReport(
        built=tuple(
            Built(name=path.name, format=name, size=path.stat().st_size, sha256=digest(path))
            for path, name in built.items()
        ),
        skipped=skipped,
        installed=total_size(files),
        packages=sizes_by_package(parts.bundle, files),
        glibc=".".join(map(str, symbol)),
        glibc_file=holder.relative_to(parts.bundle).as_posix() if holder else "",
        runs_on=tuple(runs_on(symbol)),
    )


def _copy_bill(parts: Parts, into: Path) -> Path | None:
    """Copy the bill of materials out of the bundle, for those who want to read it without unpacking."""
    inside = parts.bundle / BILL
    if not inside.is_file():
        return None
    name = f"{NAME}-{parts.release.version}-{machine.system()}-{machine.processor()}.cdx.json"
    return Path(shutil.copyfile(inside, into / name))


def total_size(files: Iterable[Path]) -> int:
    """Return the size of files together, in bytes."""
    return sum(path.stat().st_size for path in files)
