"""The files beside the bundle are complete, lie where desktops look, and are the same every time."""

import gzip
from pathlib import Path

from desktop.installers.icons import SIZES
from desktop.installers.linux.files import write_share_files
from desktop.installers.product import ReleaseInfo
from tests.sources import ROOT


def content(folder: Path) -> dict[str, bytes]:
    """Return the bytes of each file by its place."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_the_files_are_where_desktops_look(release: ReleaseInfo, tmp_path: Path) -> None:
    """Entry, metadata, icons in all sizes, manual, completion, licence, change log and profile."""
    write_share_files(release, tmp_path)
    written = content(tmp_path)
    icons = {f"usr/share/icons/hicolor/{size}x{size}/apps/fumehood.png" for size in SIZES}
    assert written.keys() == icons | {
        "etc/apparmor.d/fumehood",
        "usr/share/applications/fumehood.desktop",
        "usr/share/bash-completion/completions/fumehood",
        "usr/share/doc/fumehood/changelog.gz",
        "usr/share/doc/fumehood/copyright",
        "usr/share/fish/vendor_completions.d/fumehood.fish",
        "usr/share/icons/hicolor/scalable/apps/fumehood.svg",
        "usr/share/man/man1/fumehood.1.gz",
        "usr/share/metainfo/io.github.fumehood.Fumehood.metainfo.xml",
        "usr/share/zsh/site-functions/_fumehood",
    }
    changes = gzip.decompress(written["usr/share/doc/fumehood/changelog.gz"])
    assert changes == (ROOT / "CHANGELOG.md").read_bytes()


def test_the_files_are_the_same_every_time(release: ReleaseInfo, tmp_path: Path) -> None:
    """Two runs write the same bytes."""
    for name in ("first", "second"):
        write_share_files(release, tmp_path / name)
    assert content(tmp_path / "first") == content(tmp_path / "second")
