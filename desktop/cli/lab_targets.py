"""Finds labs for the command line. It imports the handbook, which an app that is no lab need not wait for."""

from collections.abc import Callable, Iterator

from desktop.workbench.app_info import user_paths
from server.handbook.catalogue.catalogue import Catalogue, open_catalogue
from server.handbook.pages.anchor_lookup import find_anchor
from server.model.guest import Target
from server.model.problem import Problem
from server.runner.targets.resolve import LAB_PREFIX, resolve_target
from server.startup_choices import STORE_FILE
from server.store import Store


def printed_lab(slug: str) -> Target | None:
    """Return what to run for one of our own labs, or None."""
    return Catalogue().target(slug)


def printed_slugs() -> Iterator[str]:
    """Yield the slugs of our own labs."""
    for lab in Catalogue().labs:
        yield lab.slug


def find(spec: str, place: str = "") -> Target | Problem:
    """Return the target that `lab:SLUG` names, one of our labs or of the user's.

    Return a problem if `place` is not an anchor on its page.
    """
    slug = spec.removeprefix(LAB_PREFIX)

    def resolve_in(catalogue: Catalogue) -> Target | Problem:
        lab = catalogue.lab(slug)
        anchor = find_anchor(lab, place) if lab is not None and place else None
        if isinstance(anchor, Problem):
            return anchor
        labs = tuple(lab.slug for lab in catalogue.labs)
        return resolve_target(spec, lab=catalogue.target, labs=labs, in_terminal=True)

    return _in_catalogue(slug, resolve_in)


def _in_catalogue(slug: str, resolve_in: Callable[[Catalogue], Target | Problem]) -> Target | Problem:
    printed = Catalogue()
    if printed.lab(slug) is not None:
        return resolve_in(printed)
    data = user_paths().data
    store = Store(data / STORE_FILE)
    try:
        return resolve_in(open_catalogue(store, data))
    finally:
        store.close()
