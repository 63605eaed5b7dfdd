"""What the command line can be pointed at."""

from collections.abc import Callable

from server.handbook.catalogue.catalogue import Catalogue, open_catalogue
from server.handbook.pages.anchors import anchor_of
from server.model.guest import Target
from server.model.problem import Problem
from server.runner.targets.resolve import LAB_PREFIX, resolve

Found = Target | Problem


def find(spec: str) -> Found:
    """A lab as `lab:SLUG`, ours or the user's, a folder, a file, or `module:factory`."""
    return _in_catalogue(spec, lambda catalogue: _resolved(spec, catalogue))


def find_page(spec: str) -> Found:
    """What is to be opened: as `find`, where `lab:SLUG` may be followed by `#` and a place on its page."""
    if not spec.startswith(LAB_PREFIX):
        return find(spec)
    slug, _, place = spec.removeprefix(LAB_PREFIX).partition("#")

    def look(catalogue: Catalogue) -> Found:
        lab = catalogue.lab(slug)
        anchor = anchor_of(lab, place) if lab is not None and place else None
        return anchor if isinstance(anchor, Problem) else _resolved(f"{LAB_PREFIX}{slug}", catalogue)

    return _in_catalogue(f"{LAB_PREFIX}{slug}", look)


def _in_catalogue(spec: str, look: Callable[[Catalogue], Found]) -> Found:
    ours = Catalogue()
    if not spec.startswith(LAB_PREFIX) or ours.lab(spec.removeprefix(LAB_PREFIX)) is not None:
        return look(ours)
    from desktop.shell.paths import paths  # noqa: PLC0415 - only a lab that is not ours needs the user's data
    from server.store import Store  # noqa: PLC0415 - as above

    data = paths().data
    store = Store(data / "fumehood.sqlite3")
    try:
        return look(open_catalogue(store, data))
    finally:
        store.close()


def _resolved(spec: str, catalogue: Catalogue) -> Found:
    return resolve(spec, lab=catalogue.target, labs=tuple(lab.slug for lab in catalogue.labs))
