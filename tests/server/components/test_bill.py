"""Tests of reading a bill of materials."""

import json
from pathlib import Path
from typing import Any

import pytest

from server.components.bill import read_bill
from server.components.component import Component, ComponentOrigin, LicenceText


def written(folder: Path, **entry: Any) -> Path:
    """Write a bill with one component."""
    file = folder / "sbom.cdx.json"
    file.write_text(json.dumps({"components": [{"name": "view", "purl": "pkg:npm/x", **entry}]}))
    return file


def test_a_component_is_read(tmp_path: Path) -> None:
    """Its group belongs to its name, and the words of its licence are evidence."""
    file = written(
        tmp_path,
        group="@codemirror",
        version="6.1",
        licenses=[{"license": {"id": "MIT"}}],
        externalReferences=[{"type": "website", "url": "https://code.example"}],
        evidence={"licenses": [{"license": {"name": "LICENSE", "text": {"content": "Do."}}}]},
    )
    assert read_bill(file) == (
        Component(
            name="@codemirror/view",
            version="6.1",
            origin=ComponentOrigin.FRONT_END,
            licence="MIT",
            homepage="https://code.example",
            texts=(LicenceText(name="LICENSE", text="Do."),),
        ),
    )


@pytest.mark.parametrize(
    ("licences", "name"),
    [([{"expression": "MIT OR 0BSD"}], "MIT OR 0BSD"), ([{"license": {"name": "ours"}}], "ours"), ([], "")],
)
def test_a_licence_has_one_of_three_forms(tmp_path: Path, licences: list[Any], name: str) -> None:
    """An expression, an identifier or a name; some components name none."""
    components = read_bill(written(tmp_path, licenses=licences))
    assert components is not None
    assert components[0].licence == name


@pytest.mark.parametrize(
    "text", [None, "", "[]", "{}", '{"components": [1]}', '{"components": [{}]}', "\x00"]
)
def test_an_odd_file_is_none(tmp_path: Path, text: str | None) -> None:
    """A file that somebody changed keeps no page from being shown."""
    file = tmp_path / "sbom.cdx.json"
    if text is not None:
        file.write_text(text)
    assert read_bill(file) is None
