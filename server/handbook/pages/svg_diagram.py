"""Check an SVG diagram of a lab against a small vocabulary, and render it for a page.

A diagram with anything else in it is rejected as a whole: with a part removed it could mean something else.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from server.file_access import read_bytes

SVG: Final = "http://www.w3.org/2000/svg"
MOST_BYTES: Final = 60_000
MOST_WIDTH: Final = 720.0
LEAST_TEXT: Final = 13.0
# Diagrams wider than this are scrolled on a narrow page instead of shrunk, so that the text stays legible.
SCROLLED_FROM: Final = 520.0

SHAPES: Final = ("path", "line", "polyline", "polygon", "rect", "circle", "ellipse")
ELEMENTS: Final = frozenset(("svg", "title", "desc", "g", "defs", "marker", "text", "tspan", *SHAPES))
CLASSES: Final = frozenset(
    ("line", "box", "fill", "ink", "muted", "accent", "good", "bad", "mono", "strong", "dash")
)
GEOMETRY: Final = frozenset(
    (
        *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "d", "dx", "dy", "points"),
        *("width", "height", "transform", "viewBox", "preserveAspectRatio"),
        *("markerWidth", "markerHeight", "markerUnits", "refX", "refY", "orient"),
        *("stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin"),
        *("text-anchor", "dominant-baseline", "font-size", "font-weight"),
    )
)
MARKERS: Final = frozenset(("marker-start", "marker-mid", "marker-end"))
PAINT: Final = {"fill": ("none", "currentColor", "context-stroke"), "stroke": ("none", "currentColor")}

_PLAIN: Final = re.compile(r"[\w\s.,+\-()%#]*\Z")
_URL: Final = re.compile(r"url\(#([A-Za-z][\w-]*)\)\Z")
_NUMBER: Final = re.compile(r"-?\d+(\.\d+)?(px)?\Z")


@dataclass(frozen=True, kw_only=True, slots=True)
class RenderedDiagram:
    """A diagram that is safe in a page; if `wide`, it is scrolled on a narrow page."""

    svg: Markup
    title: str
    wide: bool


def render_diagram(folder: Path, name: str) -> RenderedDiagram | tuple[str, ...]:
    """Return the diagram `name.svg` of a lab's folder, or a message for everything that is wrong with it."""
    path = folder / f"{name}.svg"
    try:
        text = read_bytes(path, MOST_BYTES + 1)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        return (f"there is no {path.name}" if missing else f"{path.name} cannot be read: {error.strerror}",)
    if len(text) > MOST_BYTES:
        return (f"{path.name} has more than {MOST_BYTES} bytes",)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"<?xml-stylesheet" in text:
        return (f"{path.name} declares a document type, entities or a style sheet",)
    try:
        root = ET.fromstring(text)  # noqa: S314 - without a document type there is no entity to expand
    except (ET.ParseError, ValueError) as error:
        return (f"{path.name} is not XML: {error}",)
    messages = tuple(dict.fromkeys(f"{path.name} {message}" for message in _violations(root)))
    return messages or _rendered(root, name)


def _violations(root: ET.Element) -> Iterator[str]:
    if root.tag != f"{{{SVG}}}svg":
        yield f'does not begin with <svg xmlns="{SVG}">'
        return
    head = [_local(child) for child in root[:2]]
    if head != ["title", "desc"] or not all((child.text or "").strip() for child in root[:2]):
        yield "does not say first what it shows, in a <title> and a <desc>"
    yield from _size(root)
    ids = {element.get("id") for element in root.iter() if _local(element) == "marker"}
    for element in root.iter():
        yield from _element(element, ids)


def _size(root: ET.Element) -> Iterator[str]:
    box = (root.get("viewBox") or "").replace(",", " ").split()
    if len(box) != 4 or not all(_NUMBER.match(part) for part in box):  # noqa: PLR2004 - x, y, width and height
        yield "has no viewBox of four numbers"
    elif not 0 < float(box[2]) <= MOST_WIDTH:
        yield f"is {box[2]} wide, and may be at most {MOST_WIDTH:.0f}"


def _element(element: ET.Element, markers: set[str | None]) -> Iterator[str]:
    name = _local(element)
    if name not in ELEMENTS:
        yield f"holds an element <{name}>, which is not allowed"
        return
    for attribute, value in element.attrib.items():
        yield from _attribute(name, attribute, value, markers)


def _attribute(element: str, name: str, value: str, markers: set[str | None]) -> Iterator[str]:
    if name == "class":
        for unknown in sorted(set(value.split()) - CLASSES):
            yield f"uses a class {unknown}; there are {', '.join(sorted(CLASSES))}"
    elif name in MARKERS:
        match = _URL.match(value)
        if match is None or match[1] not in markers:
            yield f"has a {name} that is no marker of its own: {value!r}"
    elif name in PAINT:
        if value not in PAINT[name]:
            yield f"has a colour of its own, {name}={value!r}: colours come from classes"
    elif name == "id":
        if element != "marker":
            yield f"names a <{element}>; only a <marker> needs an id"
    elif name not in GEOMETRY:
        yield f"has an attribute {name}, which is not allowed"
    elif not _PLAIN.match(value):
        yield f"has a {name} that cannot be read: {value!r}"
    elif name == "font-size" and (not _NUMBER.match(value) or float(value.removesuffix("px")) < LEAST_TEXT):
        yield f"has text of {value}, and may have none below {LEAST_TEXT:.0f}"


def _rendered(root: ET.Element, name: str) -> RenderedDiagram:
    width, height = (root.get("viewBox") or "").replace(",", " ").split()[2:]
    title, desc = (" ".join((child.text or "").split()) for child in root[:2])
    prefix = f"diagram-{name}"
    inside = "".join(_html(child, prefix) for child in root[2:])
    head = (
        f'<svg class="diagram-svg" viewBox="{escape(root.get("viewBox"))}" width="{escape(width)}" '
        f'height="{escape(height)}" role="img" aria-labelledby="{prefix}-title {prefix}-desc" '
        'focusable="false">'
        f'<title id="{prefix}-title">{escape(title)}</title><desc id="{prefix}-desc">{escape(desc)}</desc>'
    )
    return RenderedDiagram(
        svg=Markup(f"{head}{inside}</svg>"),  # noqa: S704 - built here, with every value escaped
        title=title,
        wide=float(width) > SCROLLED_FROM,
    )


def _html(element: ET.Element, prefix: str) -> str:
    """Return the element as HTML, with the ids of markers prefixed so that they are unique on the page."""
    name = _local(element)
    attributes = "".join(
        f' {key}="{escape(_attribute_value(key, value, prefix))}"' for key, value in element.attrib.items()
    )
    # White space matters in text elements only.
    is_text = name in ("text", "tspan")
    parts = [escape(element.text or "") if is_text else ""]
    for child in element:
        parts += [_html(child, prefix), escape(child.tail or "") if is_text else ""]
    return f"<{name}{attributes}>{''.join(parts)}</{name}>"


def _attribute_value(key: str, value: str, prefix: str) -> str:
    if key == "class":  # so that other style sheets of the page do not apply
        return " ".join(f"draw-{word}" for word in value.split())
    if key == "id":
        return f"{prefix}-{value}"
    return value.replace("url(#", f"url(#{prefix}-") if key in MARKERS else value


def _local(element: ET.Element) -> str:
    return element.tag.removeprefix(f"{{{SVG}}}")
