"""Libraries of the system are found as the packages that own them, with their licences."""

import shutil
from pathlib import Path

import pytest

from desktop.installers.bill import system_packages
from server.components.component import ComponentOrigin


@pytest.fixture
def dpkg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A system that knows one package, and lists its file as it was before /usr took everything."""
    answers = {
        (
            "--search",
            *("/lib/libshop.so.1", "/opt/odd.so", "/usr/lib/libshop.so.1"),
        ): "libshop1:amd64: /lib/libshop.so.1",
        ("--show", "--showformat=${Version}\n${Homepage}", "libshop1:amd64"): "1.2-3\nhttps://shop.example",
    }
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/dpkg-query")
    monkeypatch.setattr(system_packages, "_ask", lambda *words: answers.get(words, ""))
    monkeypatch.setattr(system_packages, "DOCUMENTS", tmp_path)
    (tmp_path / "libshop1").mkdir()
    (tmp_path / "libshop1" / "copyright").write_text(
        "Files: *\nLicense: MIT\n\nFiles: b\nLicense: BSD-3-clause\n words\n\nLicense: MIT\n words\n"
    )


@pytest.mark.usefixtures("dpkg")
def test_the_owner_of_a_file_is_found() -> None:
    """Its version, and each licence that its file of copyrights names, are those of the component."""
    (found,) = system_packages.system_components([Path("/usr/lib/libshop.so.1"), Path("/opt/odd.so")])
    assert (found.name, found.version, found.origin) == ("libshop1", "1.2-3", ComponentOrigin.SYSTEM)
    assert found.licence == "BSD-3-clause and MIT"
    assert found.homepage == "https://shop.example"
    assert found.texts[0].text.startswith("Files: *")


def test_a_system_without_dpkg_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows and macOS nothing of the system goes into the bundle."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert system_packages.system_components([Path("/usr/lib/libshop.so.1")]) == ()


def test_common_licences_are_those_of_the_expression(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each identifier that the system has the words of gives a text."""
    monkeypatch.setattr(system_packages, "COMMON", tmp_path)
    (tmp_path / "LGPL-3").write_text("lesser")
    found = system_packages.common_texts("LGPL-3.0-only OR GPL-2.0-only OR MIT")
    assert [(each.name, each.text) for each in found] == [("LGPL-3", "lesser")]
