"""The bill of materials is valid, the same every time, and read as it was written."""

import json
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from desktop.installers.bill.document import bill_of
from desktop.installers.product import ReleaseInfo
from server.components.bill import read_bill
from server.components.component import Component, ComponentOrigin, LicenceText

TEXTS = (LicenceText(name="COPYING", text="Do as you like."), LicenceText(name="LICENSE", text="Do."))
COMPONENTS = (
    Component(
        name="Flask",
        version="3.1",
        origin=ComponentOrigin.PYTHON_PACKAGE,
        licence="BSD-3-Clause",
        homepage="https://flask.example",
        texts=TEXTS,
    ),
    Component(
        name="@codemirror/view", version="6.1", origin=ComponentOrigin.FRONT_END, licence="MIT OR 0BSD"
    ),
    Component(
        name="libxcb1", version="1.15", origin=ComponentOrigin.SYSTEM, licence="as it says in its file"
    ),
    Component(name="Chromium", version="", origin=ComponentOrigin.PROGRAM, licence=""),
)


def test_the_document_is_valid(release: ReleaseInfo) -> None:
    """It fits the schema of CycloneDX 1.6, which other programs read."""
    text = bill_of(COMPONENTS, release)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    document = json.loads(text)
    assert document["metadata"]["component"]["version"] == release.version
    assert document["metadata"]["timestamp"].startswith("2025-06-15T")


def test_what_is_written_is_read(release: ReleaseInfo, tmp_path: Path) -> None:
    """The page of licences shows what the build has found."""
    file = tmp_path / "sbom.cdx.json"
    file.write_text(bill_of(COMPONENTS, release))
    found = read_bill(file)
    assert found is not None
    assert {each.name: each for each in found} == {each.name: each for each in COMPONENTS}


def test_it_is_the_same_every_time(release: ReleaseInfo) -> None:
    """Two builds of one release have the same document, whatever the order in which parts are found."""
    assert bill_of(COMPONENTS, release) == bill_of(COMPONENTS[::-1], release)


def test_fumehood_is_what_it_describes(release: ReleaseInfo) -> None:
    """It is the subject of the document, and none of its components."""
    own = Component(name="fumehood", version="0.1.0", origin=ComponentOrigin.PYTHON_PACKAGE, licence="MIT")
    document = json.loads(bill_of((own,), release))
    assert "components" not in document
    assert document["metadata"]["component"]["name"] == "fumehood"
