"""The newest symbol is found among ELF files only, and compared as numbers."""

from pathlib import Path

from desktop.installers.report.glibc import newest_symbol, runs_on


def test_the_newest_symbol_is_found(tmp_path: Path) -> None:
    """2.34 is newer than 2.9, and a text that names a symbol does not count."""
    library, text = tmp_path / "library.so", tmp_path / "notes.txt"
    library.write_bytes(b"\x7fELF GLIBC_2.9 GLIBC_2.34 GLIBC_2.4")
    text.write_bytes(b"GLIBC_2.99")
    assert newest_symbol([text, library]) == ((2, 34), library)
    assert newest_symbol([text]) == ((0, 0), None)


def test_distributions_have_the_symbol_or_not() -> None:
    """Those with an older C library are left out."""
    names = runs_on((2, 36))
    assert "Debian 12" in names
    assert "Ubuntu 24.04" in names
    assert "Ubuntu 22.04" not in names
