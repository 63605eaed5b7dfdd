"""The AppStream metadata is valid and names this release."""

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.installers.linux.metainfo import metainfo
from desktop.installers.product import ReleaseInfo


def test_the_metadata_is_valid(release: ReleaseInfo, tmp_path: Path) -> None:
    """`appstreamcli validate` accepts it."""
    validator = shutil.which("appstreamcli")
    if validator is None:
        pytest.skip("appstreamcli is not installed")
    file = tmp_path / "io.github.fumehood.Fumehood.metainfo.xml"
    file.write_bytes(metainfo(release))
    done = subprocess.run(
        [validator, "validate", "--no-net", str(file)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_the_metadata_names_the_release(release: ReleaseInfo) -> None:
    """Version and day are those of the release, and each text is there in both languages."""
    root = ElementTree.fromstring(metainfo(release))  # noqa: S314 - we have just written it
    entry = root.find("releases/release")
    assert entry is not None
    assert entry.attrib == {"version": "0.1.0", "date": "2025-06-15"}
    paragraphs = root.findall("description/p")
    assert len(paragraphs) == 6
