"""Tests of the list of all components."""

import json
from dataclasses import replace
from pathlib import Path

from server import resources
from server.components.listing import components


def test_every_component_has_a_licence() -> None:
    """Whatever is installed for Fumehood says under which licence it is."""
    found = components(resources.find())
    assert [each.name for each in found if not each.licence] == []
    assert {"fumehood", "Flask", "Python", "Qt", "htmx.org"} <= {each.name for each in found}
    assert [each.name.lower() for each in found] == sorted(each.name.lower() for each in found)


def test_a_bundle_has_the_list_of_its_build(tmp_path: Path) -> None:
    """What else is installed on the machine is not in the bundle."""
    bill = tmp_path / "sbom.cdx.json"
    bill.write_text(json.dumps({"components": [{"name": "Flask", "version": "1", "purl": "pkg:pypi/flask"}]}))
    found = components(replace(resources.find(), bill=bill))
    assert [each.name for each in found] == ["Flask", "fumehood"]
