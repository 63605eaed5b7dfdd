"""Tests of the search for missing shared libraries."""

from pathlib import Path

from desktop.shell.preflight import shared_libraries


def test_a_library_that_cannot_be_loaded_is_reported(tmp_path: Path) -> None:
    """A plugin that cannot be loaded is reported, whatever the reason."""
    plugin = tmp_path / "plugins" / "platforms" / "libqxcb.so"
    plugin.parent.mkdir(parents=True)
    plugin.write_bytes(b"not a library")
    assert len(shared_libraries.missing(tmp_path, "xcb")) == 1


def test_an_empty_folder_misses_nothing(tmp_path: Path) -> None:
    """Files that Qt does not ship are not required."""
    assert shared_libraries.missing(tmp_path, "xcb") == ()
