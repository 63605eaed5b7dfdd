"""Resolves the TARGET of a command: a lab, a folder, a file or a factory."""

from collections.abc import Iterator

from server.file_access import working_folder
from server.model.guest import Target
from server.model.problem import Problem
from server.runner.environments.choice import OWN_NAME, InterpreterChoice, choose_near
from server.runner.targets.programs import folders_of, program_spec, resolve_program
from server.runner.targets.resolve import LAB_PREFIX, PLACE_SIGN, projects_of, resolve_target

TargetOrProblem = Target | Problem


def find(spec: str, interpreter: InterpreterChoice | None = None) -> TargetOrProblem:
    """Return the target that `spec` names: `lab:SLUG`, a folder, a file or `module:factory`.

    A module is also looked up in `interpreter`, by default the one of the app's project.
    """
    if spec.startswith(LAB_PREFIX):
        from desktop.cli import lab_targets  # noqa: PLC0415 - imports the handbook

        return lab_targets.find(spec)
    packages = (interpreter or choose_for(spec)).packages
    return resolve_target(spec, lab=_printed_lab, labs=_printed_slugs(), packages=packages, in_terminal=True)


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
    from desktop.cli import lab_targets  # noqa: PLC0415 - imports the handbook

    lab, _, place = spec.partition(PLACE_SIGN)
    return lab_targets.find(lab, place)


def _printed_lab(slug: str) -> Target | None:
    from desktop.cli import lab_targets  # noqa: PLC0415 - imports the handbook

    return lab_targets.printed_lab(slug)


def _printed_slugs() -> Iterator[str]:
    """Yield the slugs of our labs; nothing is imported unless they are asked for."""
    from desktop.cli import lab_targets  # noqa: PLC0415 - imports the handbook

    yield from lab_targets.printed_slugs()
