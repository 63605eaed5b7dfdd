"""Tests of the smaller data of ICU."""

import ctypes
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.installers import icu_data

HEADER = (32).to_bytes(2, "little") + b"\xda\x27" + bytes(8) + b"CmnD" + bytes(16)
ITEMS = {
    "icudt73l/brkitr/khmer.dict": b"words",
    "icudt73l/cnvalias.icu": b"names of encodings",
    "icudt73l/curr/de.res": b"Euro",
    "icudt73l/curr/sv_FI.res": b"euro",
    "icudt73l/de.res": b"deutsch",
    "icudt73l/en_GB.res": b"English",
    "icudt73l/root.res": b"what all have",
    "icudt73l/supplementalData.res": b"of all languages",
}
KEPT = ["cnvalias.icu", "curr/sv_FI.res", "en_GB.res", "root.res", "supplementalData.res"]


def test_a_table_is_read_as_it_was_written() -> None:
    """With its items at multiples of sixteen bytes."""
    table = icu_data.write(HEADER, ITEMS)
    assert {name: item.rstrip(b"\0") for name, item in icu_data.read(table).items()} == ITEMS
    assert {table.index(item) % 16 for item in ITEMS.values()} == {0}


def test_only_our_languages_are_kept() -> None:
    """English, Swedish and what belongs to no language; a table of that is no longer made smaller."""
    table = icu_data.shrink(icu_data.write(HEADER, ITEMS))
    assert [name.removeprefix("icudt73l/") for name in icu_data.read(table)] == KEPT
    assert icu_data.shrink(table) == table


@pytest.mark.skipif(sys.platform != "linux", reason="a library of Linux")
def test_the_library_of_qt_is_made_smaller_and_can_be_loaded(tmp_path: Path) -> None:
    """It exports its table under the name by which the others ask for it."""
    if not all(map(shutil.which, ("nm", "as", "ld"))):
        pytest.skip("no binutils")
    pyside = pytest.importorskip("PySide6")
    (source,) = {path.resolve() for path in Path(pyside.__path__[0], "Qt", "lib").glob("libicudata.so.*")}
    target = tmp_path / source.name
    icu_data.shrink_library(source, target)
    assert target.stat().st_size < source.stat().st_size / 2
    number = source.suffix.removeprefix(".")
    table = ctypes.string_at(
        ctypes.addressof(ctypes.c_char.in_dll(ctypes.CDLL(str(target)), f"icudt{number}_dat")), 16
    )
    assert table[12:] == b"CmnD"
    said = subprocess.run(["readelf", "-d", str(target)], capture_output=True, text=True, check=True).stdout
    assert f"[{source.name}]" in said


def test_another_file_is_refused(tmp_path: Path) -> None:
    """So that a build fails which would ship a broken library."""
    if not shutil.which("nm"):
        pytest.skip("no binutils")
    with pytest.raises((ValueError, subprocess.CalledProcessError)):
        icu_data.shrink_library(Path(sys.executable).resolve(), tmp_path / "libicudata.so.73")
