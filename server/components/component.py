"""A component and where it comes from."""

from dataclasses import dataclass
from enum import StrEnum


class ComponentOrigin(StrEnum):
    """Where a component comes from; the value is the type of its package URL."""

    PYTHON_PACKAGE = "pypi"
    FRONT_END = "npm"
    SYSTEM = "deb"
    PROGRAM = "generic"


@dataclass(frozen=True, kw_only=True, slots=True)
class LicenceText:
    """One file with the words of a licence or a notice."""

    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """Something by others that Fumehood contains, or itself.

    `licence` is an SPDX expression where the component has one, otherwise its own words for it; "" where it
    names none. `texts` is empty where it brings none along.
    """

    name: str
    version: str
    origin: ComponentOrigin
    licence: str
    homepage: str = ""
    texts: tuple[LicenceText, ...] = ()
