"""Tests of the release notes."""

from pathlib import Path

import pytest

from server.web.home.release_notes import ChangeGroup, Release, newest, of_version

TEXT = """# Changelog

Some words.

## Unreleased

## [1.1.0] - 2026-02-03

### Added
- **Windows** have `icons`,
  in every size.
- Second.

## [1.0.0] - 2026-01-01
- Old.
"""
ICONS = (("Windows have ", False), ("icons", True), (", in every size.", False))


def test_the_newest_release_with_points_is_read(tmp_path: Path) -> None:
    """An empty heading is passed over; points that run over lines are whole, and what is code stays code."""
    (tmp_path / "CHANGELOG.md").write_text(TEXT)
    assert newest(tmp_path / "CHANGELOG.md") == Release("1.1.0 - 2026-02-03", (ICONS, (("Second.", False),)))
    assert newest(tmp_path / "CHANGELOG.md", most=1) == Release("1.1.0 - 2026-02-03", (ICONS,))


@pytest.mark.parametrize("text", [None, "", "# Changelog\n", "## 1.0\n\nwords\n", "- a point of nothing\n"])
def test_a_changelog_without_points_has_no_release(tmp_path: Path, text: str | None) -> None:
    """A missing or empty file has no release."""
    if text is not None:
        (tmp_path / "CHANGELOG.md").write_text(text)
    assert newest(tmp_path / "CHANGELOG.md") is None


def test_a_version_has_its_notes_by_section(tmp_path: Path) -> None:
    """The notes of one version are in sections, after those of what is not released yet."""
    (tmp_path / "CHANGELOG.md").write_text(
        TEXT.replace("## Unreleased\n", "## [Unreleased]\n\n### Added\n\n#### Bench\n\n- New.\n")
    )
    unreleased, this = of_version(tmp_path / "CHANGELOG.md", "1.1.0")
    assert unreleased.title == "Unreleased"
    assert unreleased.sections == (ChangeGroup("Added: Bench", ((("New.", False),),)),)
    assert [(section.title, len(section.points)) for section in this.sections] == [("Added", 2)]
    assert of_version(tmp_path / "CHANGELOG.md", "1.1") == (unreleased,)
