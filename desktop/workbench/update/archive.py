"""A downloaded archive: checked against the checksums of its release, and unpacked beside the program."""

import hashlib
import lzma
import os
import subprocess
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.processes.environment import own_script_environment

CHECKSUMS: Final = "SHA256SUMS"
PROGRAM: Final = "fumehood.exe" if os.name == "nt" else "fumehood"
# A release has about 0.6 GB; what claims to hold more is not one.
MOST_BYTES: Final = 3 << 30
START_SECONDS: Final = 60
TITLE: Final = "Fumehood "


@dataclass(frozen=True, kw_only=True, slots=True)
class UnpackedRelease:
    """A newer Fumehood that starts: its folder, and the version that it says it is."""

    folder: Path
    version: str


def check(archive: Path, checksums: Path) -> Problem | None:
    """Compare the archive with the line of its name in the checksums file; OSError if one cannot be read."""
    with archive.open("rb") as content:
        found = hashlib.file_digest(content, "sha256").hexdigest()
    lines = (line.split(maxsplit=1) for line in checksums.read_text(errors="replace").splitlines())
    expected = {line[1].lstrip("*"): line[0].lower() for line in lines if len(line) > 1}
    if archive.name not in expected:
        return Problem(
            code=ProblemCode.CHECKSUM,
            cause=_("{checksums} does not name {archive}.").format(checksums=checksums, archive=archive.name),
            remedy=_("Download the archive and SHA256SUMS of one release, and keep the archive's name."),
        )
    if expected[archive.name] != found:
        return Problem(
            code=ProblemCode.CHECKSUM,
            cause=_("{archive} is not the file of its release: the checksum differs.").format(
                archive=archive
            ),
            remedy=_("Download it again. Nothing was changed."),
            detail=f"{found} != {expected[archive.name]}",
        )
    return None


def unpack(archive: Path, into: Path, report_progress: Callable[[int], None]) -> UnpackedRelease | Problem:
    """Unpack the one folder of an archive; OSError where that cannot be written.

    `report_progress` is called with the number of bytes of the archive that were read since the last call. A
    member that would be written outside of the folder is a problem, and so is a program that does not start.
    """
    names: set[str] = set()
    size = done = 0
    try:
        with archive.open("rb") as content, tarfile.open(fileobj=content, mode="r|*") as packed:
            for member in packed:
                names.add(PurePosixPath(member.name).parts[0])
                size += member.size
                if len(names) != 1 or size > MOST_BYTES:
                    return _no_release(archive)
                packed.extract(member, into, filter="data")
                report_progress(content.tell() - done)
                done = content.tell()
    except (tarfile.TarError, lzma.LZMAError, EOFError, ValueError, IndexError) as error:
        return _no_release(archive, str(error))
    folder = into / next(iter(names), "")
    try:
        said = subprocess.run(  # noqa: S603 - its checksum is that of the release
            [str(folder / PROGRAM), "--version"],
            capture_output=True,
            env=own_script_environment(),
            text=True,
            errors="replace",
            timeout=START_SECONDS,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        return _no_release(archive, str(error))
    if not said.startswith(TITLE):
        return _no_release(archive, said)
    return UnpackedRelease(folder=folder, version=said.removeprefix(TITLE).strip())


def version_in(folder: Path) -> str:
    """Return the version of the program in a folder without starting it; empty if it cannot be told."""
    found = sorted(folder.glob("_internal/fumehood-*.dist-info"))
    return found[0].name.removeprefix("fumehood-").removesuffix(".dist-info") if found else ""


def _no_release(archive: Path, detail: str = "") -> Problem:
    return Problem(
        code=ProblemCode.BAD_ARCHIVE,
        cause=_("{archive} contains no Fumehood that starts on this machine.").format(archive=archive),
        remedy=_("Download the archive for this system. Nothing was changed."),
        detail=detail,
    )
