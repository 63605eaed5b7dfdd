"""Resolves the TARGET of a command: a lab, a folder, a file or a factory."""

from collections.abc import Callable

from server.file_access import working_folder
from server.handbook.catalogue.catalogue import Catalogue, open_catalogue
from server.handbook.pages.anchor_lookup import find_anchor
from server.model.guest import Target
from server.model.problem import Problem
from server.runner.environments.choice import OWN_NAME, InterpreterChoice, choose_near
from server.runner.environments.packages import Packages
from server.runner.targets.programs import folders_of, program_spec, resolve_program
from server.runner.targets.resolve import LAB_PREFIX, projects_of, resolve_target

TargetOrProblem = Target | Problem


def find(spec: str, interpreter: InterpreterChoice | None = None) -> TargetOrProblem:
    """Return the target that `spec` names: `lab:SLUG`, a folder, a file or `module:factory`.

    A module is also looked up in `interpreter`, by default the one of the app's project.
    """
    packages = (interpreter or choose_for(spec)).packages
    return _in_catalogue(spec, lambda catalogue: _resolved(spec, catalogue, packages))


def choose_for(spec: str, named: str = "") -> InterpreterChoice:
    """Return the interpreter for an app: the one that is named, else that of its project; a lab has ours."""
    if spec.startswith(LAB_PREFIX):
        named = named or OWN_NAME
    return choose_near(projects_of(spec, working_folder()), named)


def find_program(command: str, named: str = "") -> tuple[TargetOrProblem, InterpreterChoice]:
    """Return the target of a program that is run in this folder, as in a terminal, and its interpreter.

    That is the one that is named, else that of the folder of the program's file, else that of this folder.
    """
    here = working_folder()
    program = resolve_program(program_spec(command), here, root=here)
    folders = (here,) if isinstance(program, Problem) else folders_of(program)
    return program, choose_near(folders, named)


def find_page(spec: str) -> TargetOrProblem:
    """Return what to open: as `find`, but `lab:SLUG` may be followed by `#` and an anchor on its page."""
    if not spec.startswith(LAB_PREFIX):
        return find(spec)
    slug, _, place = spec.removeprefix(LAB_PREFIX).partition("#")

    def resolve_in(catalogue: Catalogue) -> TargetOrProblem:
        lab = catalogue.lab(slug)
        anchor = find_anchor(lab, place) if lab is not None and place else None
        return anchor if isinstance(anchor, Problem) else _resolved(f"{LAB_PREFIX}{slug}", catalogue)

    return _in_catalogue(f"{LAB_PREFIX}{slug}", resolve_in)


def _in_catalogue(spec: str, resolve_in: Callable[[Catalogue], TargetOrProblem]) -> TargetOrProblem:
    ours = Catalogue()
    if not spec.startswith(LAB_PREFIX) or ours.lab(spec.removeprefix(LAB_PREFIX)) is not None:
        return resolve_in(ours)
    from desktop.workbench.app_info import user_paths  # noqa: PLC0415 - only user labs need the user's data
    from server import preferences  # noqa: PLC0415 - as above
    from server.store import Store  # noqa: PLC0415 - as above

    data = user_paths().data
    store = Store(data / preferences.STORE_FILE)
    try:
        return resolve_in(open_catalogue(store, data))
    finally:
        store.close()


def _resolved(spec: str, catalogue: Catalogue, packages: Packages | None = None) -> TargetOrProblem:
    labs = tuple(lab.slug for lab in catalogue.labs)
    return resolve_target(spec, lab=catalogue.target, labs=labs, packages=packages, in_terminal=True)
