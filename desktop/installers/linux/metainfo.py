"""AppStream metadata: how software centres present Fumehood."""

import datetime
from collections.abc import Mapping
from xml.etree import ElementTree

from desktop.installers import product
from desktop.installers.product import ReleaseInfo


def metainfo(release: ReleaseInfo) -> bytes:
    """Return the text of the .metainfo.xml file."""
    root = ElementTree.Element("component", type="desktop-application")
    _add(root, "id", product.COMPONENT_ID)
    _add(root, "metadata_license", "CC0-1.0")
    _add(root, "project_license", product.LICENCE)
    _add(root, "name", product.TITLE)
    _add_translated(root, "summary", product.SUMMARY)
    description = ElementTree.SubElement(root, "description")
    for number, text in enumerate(product.PARAGRAPHS["en"]):
        _add(description, "p", text)
        for language in product.PARAGRAPHS.keys() - {"en"}:
            _add(description, "p", product.PARAGRAPHS[language][number], language)
    developer = ElementTree.SubElement(root, "developer", id="io.github.fumehood")
    _add(developer, "name", "The Fumehood authors")
    ElementTree.SubElement(root, "url", type="homepage").text = product.HOMEPAGE
    ElementTree.SubElement(root, "url", type="bugtracker").text = f"{product.HOMEPAGE}/issues"
    ElementTree.SubElement(root, "launchable", type="desktop-id").text = f"{product.NAME}.desktop"
    provides = ElementTree.SubElement(root, "provides")
    _add(provides, "binary", product.NAME)
    categories = ElementTree.SubElement(root, "categories")
    for category in product.CATEGORIES:
        _add(categories, "category", category)
    keywords = ElementTree.SubElement(root, "keywords")
    for word in product.KEYWORDS["en"]:
        _add(keywords, "keyword", word)
    ElementTree.SubElement(root, "content_rating", type="oars-1.1")
    releases = ElementTree.SubElement(root, "releases")
    day = datetime.datetime.fromtimestamp(release.time, datetime.UTC).date()
    entry = ElementTree.SubElement(releases, "release", version=release.version, date=day.isoformat())
    ElementTree.SubElement(entry, "url", type="details").text = f"{product.HOMEPAGE}/releases"
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _add(parent: ElementTree.Element, name: str, text: str, language: str | None = None) -> None:
    attributes = {"xml:lang": language} if language else {}
    ElementTree.SubElement(parent, name, attributes).text = text


def _add_translated(parent: ElementTree.Element, name: str, texts: Mapping[str, str]) -> None:
    for language, text in texts.items():
        _add(parent, name, text, None if language == "en" else language)
