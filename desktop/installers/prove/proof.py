"""The proof of everything that was built, format by format and step by step."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Final

from desktop.installers.build import SBOM
from desktop.installers.formats import nsis
from desktop.installers.formats.format import Parts
from desktop.installers.prove.program import UnpackedProgram
from desktop.installers.prove.step import Tried, attempt, expect
from desktop.installers.prove.unpack import UNPACKERS

EXECUTABLE: Final = b"MZ"


def prove(files: Iterable[tuple[str, Path]], parts: Parts) -> Iterator[Tried]:
    """Try each file, given with the name of its format; yield what became of each step as it ends."""
    for name, file in files:
        if name in UNPACKERS:
            with tempfile.TemporaryDirectory(prefix="fumehood-proof-") as folder:
                yield from _try_program(name, file, Path(folder), parts)
        elif name == "windows":
            yield attempt(name, "is a program that removes what it installs", _installer(file, parts))
        elif name != SBOM:
            yield Tried(
                format=name, step="runs", outcome="not tried", reason="this machine has another system"
            )


def _try_program(name: str, file: Path, folder: Path, parts: Parts) -> Iterator[Tried]:
    unpacked: list[Path] = []
    root = folder / "root"
    root.mkdir()
    first = attempt(name, "unpacks", lambda: unpacked.append(UNPACKERS[name](file, root)))
    yield first
    if not unpacked:
        return
    program = UnpackedProgram(unpacked[0], folder / "home")
    steps: tuple[tuple[str, Callable[[], object]], ...] = (
        ("says its version", lambda: program.says_its_version(parts.release.version)),
        ("records a request of a lab", program.records_a_request),
        ("proves a lab", program.proves_a_lab),
        ("shows its window and ends", program.shows_its_window),
    )
    for step, action in steps:
        yield attempt(name, step, action)


def _installer(file: Path, parts: Parts) -> Callable[[], None]:
    """Return the check of an installer for Windows: it is one, and its list of contents is the bundle's."""

    def check() -> None:
        with file.open("rb") as content:
            expect(content.read(2) == EXECUTABLE, "it is no program for Windows")
        lines = nsis.script(parts, file).splitlines()
        removed = sum(line.startswith('  Delete "$INSTDIR\\') for line in lines) - 2  # its icon, itself
        files = sum(not path.is_dir() for path in parts.bundle.rglob("*"))
        expect(removed == files, f"{files} files are installed, and {removed} removed")

    return check
