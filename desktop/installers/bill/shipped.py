"""The components that a bundle contains, by the files that it was made of."""

import os
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import Final

from desktop.installers.bill.system_packages import common_texts, system_components
from server.components.component import Component
from server.components.distributions import component_of
from server.components.front_end import front_end_components
from server.components.programs import WEB_ENGINE, python, toolkit

# In every bundle: the program that starts Python, which PyInstaller brings and lists nowhere, and ourselves.
ALWAYS: Final = ("fumehood", "pyinstaller")


def shipped_components(sources: Iterable[str], dist: Path) -> tuple[Component, ...]:
    """Return the components whose files are among `sources`, and those of the front end in `dist`.

    `sources` are the paths of what PyInstaller collects, on this machine. Of the system, only shared
    libraries go into a bundle.
    """
    packages = {name: metadata.distribution(name) for name in ALWAYS}
    owners, own = _owners(), _own_places()
    strangers = set()
    for source in sources:
        place = os.path.normpath(source)
        owner = owners.get(place)
        if owner is not None:
            packages[owner.name] = owner
        elif ".so" in os.path.basename(place) and not place.startswith(own):
            strangers.add(Path(place))
    found = [component_of(package) for _, package in sorted(packages.items())]
    found += [*front_end_components(dist), python(), *system_components(strangers)]
    if WEB_ENGINE in packages:
        from PySide6 import QtWebEngineCore  # noqa: F401, PLC0415 - once loaded, it tells Chromium's version

        found += toolkit()
    return tuple(_with_text(each) for each in found)


def _owners() -> dict[str, metadata.Distribution]:
    """Return the distribution of each installed file."""
    return {
        os.path.normpath(str(package.locate_file(file))): package
        for package in metadata.distributions()
        for file in package.files or ()
    }


def _own_places() -> tuple[str, ...]:
    """Return the folders of Python itself and of the checkout, which are components already."""
    checkout = Path(__file__).resolve().parents[3]
    return tuple(
        os.path.normpath(place) + os.sep
        for place in (sysconfig.get_path("stdlib"), sys.base_prefix, sys.prefix, checkout)
        if os.path.normpath(place) not in {"/usr", "/"}
    )


def _with_text(component: Component) -> Component:
    """Return the component with the words of its licence, where it brings none and the system has them."""
    return component if component.texts else replace(component, texts=common_texts(component.licence))
