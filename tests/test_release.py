"""The version is the same wherever it is written, and users are told what is in it."""

import json
import re
import tomllib

from tests.sources import ROOT


def read(name: str) -> str:
    """Return a file of the root."""
    return (ROOT / name).read_text(encoding="utf-8")


VERSION = tomllib.loads(read("pyproject.toml"))["project"]["version"]


def test_every_file_has_the_same_version() -> None:
    """pyproject.toml's is repeated by both locks and by package.json."""
    locked = json.loads(read("package-lock.json"))
    [ours] = [entry for entry in tomllib.loads(read("uv.lock"))["package"] if entry["name"] == "fumehood"]
    found = {
        "package.json": json.loads(read("package.json"))["version"],
        "package-lock.json": locked["version"],
        "package-lock.json, packages": locked["packages"][""]["version"],
        "uv.lock": ours["version"],
    }
    assert found == dict.fromkeys(found, VERSION)


def test_the_changelog_has_a_section_for_the_version() -> None:
    """Unreleased comes first, then releases with their dates, the newest first and this one among them."""
    first, *released = re.findall(r"^## (.+)$", read("CHANGELOG.md"), re.MULTILINE)
    assert first == "[Unreleased]"
    parsed = [re.fullmatch(r"\[(\d+)\.(\d+)\.(\d+)\] - \d{4}-\d\d-\d\d", title) for title in released]
    versions = [tuple(map(int, match.groups())) for match in parsed if match]
    assert len(versions) == len(released), "a section is named [X.Y.Z] - YYYY-MM-DD"
    assert versions == sorted(versions, reverse=True)
    assert VERSION in {".".join(map(str, version)) for version in versions}
