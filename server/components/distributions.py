"""Components that are Python packages, as their own metadata describes them."""

import re
from collections.abc import Iterable
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from server.components.component import Component, ComponentOrigin, LicenceText
from server.file_access import beginning

# A longer one is the text of the licence and not its name.
LONGEST_NAME: Final = 160
MOST_BYTES: Final = 512 * 1024
_TEXT: Final = re.compile(r"(?:LICEN[CS]E|COPYING|NOTICE)(?!.*\.pyc?$)", re.IGNORECASE)
_METADATA: Final = re.compile(r"^[^/]+\.dist-info/(?:licenses/)?")
_CLASSIFIER: Final = "License :: "
# Words that say how many licences there are, and not which.
_NO_NAMES: Final = frozenset({"", "dual license", "unknown"})


def required(name: str) -> list[Distribution]:
    """Return the distribution of this name and all that it requires here, sorted by name.

    What is not installed is left out: it may be for another system, or replaced by another package.
    """
    found: dict[str, Distribution] = {}
    left = [name]
    while left:
        key = canonicalize_name(left.pop())
        if key in found:
            continue
        try:
            found[key] = distribution(key)
        except PackageNotFoundError:
            continue
        left += _requirements(found[key].requires or ())
    return [found[key] for key in sorted(found)]


def _requirements(lines: Iterable[str]) -> list[str]:
    names = []
    for line in lines:
        try:
            requirement = Requirement(line)
        except InvalidRequirement:
            continue
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            names.append(requirement.name)
    return names


def component_of(package: Distribution) -> Component:
    """Return the component that a distribution is."""
    return Component(
        name=package.name,
        version=package.version,
        origin=ComponentOrigin.PYTHON_PACKAGE,
        licence=_licence(package),
        homepage=_homepage(package),
        texts=tuple(_texts(package)),
    )


def _licence(package: Distribution) -> str:
    """Return the SPDX expression, or the name of the licence, or its classifiers."""
    expression = _field(package, "License-Expression")
    if expression:
        return expression
    name = _field(package, "License").strip()
    if name.lower() not in _NO_NAMES and len(name) <= LONGEST_NAME and "\n" not in name:
        return name
    classifiers = package.metadata.get_all("Classifier") or []
    names = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith(_CLASSIFIER)]
    specific = [each for each in names if each != "OSI Approved"]
    return " or ".join(specific or names)


def _field(package: Distribution, name: str) -> str:
    return next(iter(package.metadata.get_all(name) or ()), "")


def _homepage(package: Distribution) -> str:
    page = _field(package, "Home-page")
    for line in package.metadata.get_all("Project-URL") or []:
        label, _, address = line.partition(",")
        if label.strip().lower() in {"homepage", "home", "source", "repository"}:
            page = page or address.strip()
    return page if page.startswith(("https://", "http://")) else ""


def _texts(package: Distribution) -> Iterable[LicenceText]:
    for file in sorted(package.files or (), key=lambda each: _METADATA.sub("", each.as_posix())):
        if not _TEXT.match(file.name):
            continue
        try:
            content = beginning(Path(str(package.locate_file(file))), MOST_BYTES)
        except OSError:
            continue
        name = _METADATA.sub("", file.as_posix())
        yield LicenceText(name=name, text=content.decode(errors="replace"))
