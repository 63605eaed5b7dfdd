"""The app for macOS: what it says of itself, and how it is laid out."""

import plistlib
from pathlib import Path

import pytest

from desktop.installers.formats import disk_image
from desktop.installers.formats.format import Parts


def test_the_app_says_what_it_is(parts: Parts) -> None:
    """Name, version and what it opens can be written as a property list."""
    values = plistlib.loads(plistlib.dumps(disk_image.information(parts)))
    assert values["CFBundleShortVersionString"] == "0.1.0"
    assert values["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [
        "public.folder",
        "public.python-script",
    ]


def test_the_image_is_made_from_the_app(
    parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tools of macOS get a complete icon set, and a folder with the app and a link to Applications."""
    commands: list[tuple[str, ...]] = []
    monkeypatch.setattr(disk_image, "_run", lambda *words: commands.append(words))
    target = disk_image.build(parts, tmp_path)
    app = parts.work / "image" / "Fumehood.app"
    assert (app / "Contents" / "MacOS" / "fumehood").is_file()
    assert (app / "Contents" / "MacOS" / "_internal" / "library.so").is_symlink()
    assert (app.parent / "Applications").is_symlink()
    icons = {path.name for path in (parts.work / "fumehood.iconset").iterdir()}
    assert icons == {name for _, name in disk_image.ICON_SET}
    assert [words[0] for words in commands] == ["iconutil", "hdiutil"]
    assert str(target) in commands[1]
