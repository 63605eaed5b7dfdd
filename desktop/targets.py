"""What the command line can be pointed at."""

from server.handbook.catalogue import Catalogue
from server.model.guest import Problem, Target
from server.runner.target import resolve


def find(spec: str) -> Target | Problem:
    """A lab as `lab:SLUG`, a folder, a file, or `module:factory`."""
    catalogue = Catalogue()
    return resolve(spec, lab=catalogue.target, labs=tuple(lab.slug for lab in catalogue.labs))
