"""Every component of the running Fumehood."""

from functools import cache
from importlib.metadata import distribution
from typing import Final

from server.components.bill import read_bill
from server.components.component import Component
from server.components.distributions import component_of, required
from server.components.front_end import front_end_components
from server.components.programs import python, toolkit
from server.resources import Resources

OWN: Final = "fumehood"


@cache
def components(resources: Resources) -> tuple[Component, ...]:
    """Return the components, sorted by name: of a bundle those that its build has listed.

    Elsewhere they are what Fumehood requires of the packages installed beside it, and the front end.
    """
    listed = read_bill(resources.bill)
    if listed is not None:
        listed = (component_of(distribution(OWN)), *listed)
    else:
        packages = [component_of(each) for each in required(OWN)]
        listed = (*packages, *front_end_components(resources.dist), python(), *toolkit())
    return tuple(sorted(listed, key=lambda each: (each.name.lower(), each.version)))
