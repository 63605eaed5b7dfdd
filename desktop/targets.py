"""What the command line can be pointed at."""

from server.handbook.catalogue import Catalogue, open_catalogue
from server.model.guest import Problem, Target
from server.runner.target import LAB_PREFIX, resolve


def find(spec: str) -> Target | Problem:
    """A lab as `lab:SLUG`, ours or the user's, a folder, a file, or `module:factory`."""
    ours = Catalogue()
    if not spec.startswith(LAB_PREFIX) or ours.lab(spec.removeprefix(LAB_PREFIX)) is not None:
        return _resolved(spec, ours)
    from desktop.paths import paths  # noqa: PLC0415 - only a lab that is not ours needs the user's data
    from server.store import Store  # noqa: PLC0415 - as above

    data = paths().data
    store = Store(data / "fumehood.sqlite3")
    try:
        return _resolved(spec, open_catalogue(store, data))
    finally:
        store.close()


def find_page(spec: str) -> Target | Problem:
    """What is to be opened: as `find`, where `lab:SLUG` may be followed by `#` and a place on its page."""
    return find(spec.partition("#")[0] if spec.startswith(LAB_PREFIX) else spec)


def _resolved(spec: str, catalogue: Catalogue) -> Target | Problem:
    return resolve(spec, lab=catalogue.target, labs=tuple(lab.slug for lab in catalogue.labs))
