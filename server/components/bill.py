"""The bill of materials of a bundle: a CycloneDX document with every component and its licences."""

import json
from pathlib import Path
from typing import Any

from server.components.component import Component, ComponentOrigin, LicenceText
from server.file_access import read_text


def read_bill(path: Path) -> tuple[Component, ...] | None:
    """Return the components of the document, in its order; None where it is missing or cannot be read."""
    try:
        document = json.loads(read_text(path))
        return tuple(_component(entry) for entry in document["components"])
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def _component(entry: dict[str, Any]) -> Component:
    origin = str(entry["purl"]).removeprefix("pkg:").partition("/")[0]
    named = [_name(each) for each in entry.get("licenses", ())]
    found = entry.get("evidence", {}).get("licenses", ())
    pages = [each["url"] for each in entry.get("externalReferences", ()) if each.get("type") == "website"]
    scope = entry.get("group")
    return Component(
        name=f"{scope}/{entry['name']}" if scope else str(entry["name"]),
        version=str(entry.get("version", "")),
        origin=ComponentOrigin(origin),
        licence=" and ".join(named),
        homepage=str(pages[0]) if pages else "",
        texts=tuple(
            LicenceText(name=str(each["license"]["name"]), text=str(each["license"]["text"]["content"]))
            for each in found
        ),
    )


def _name(choice: dict[str, Any]) -> str:
    if "expression" in choice:
        return str(choice["expression"])
    return str(choice["license"].get("id") or choice["license"]["name"])
