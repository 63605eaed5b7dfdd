"""Create a new lab: the smallest one that passes `fumehood lab check`, to be changed by its author."""

from pathlib import Path
from typing import Final

from server.file_access import matches, read_bytes
from server.handbook.catalogue.catalogue import LABS
from server.handbook.catalogue.user_labs import is_slug
from server.i18n import gettext as _
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

TEMPLATE: Final = Path(__file__).with_name("scaffold_files")
FILES: Final = ("lab.toml", "app.py", "claims.py", "page.md")


def create_lab(folder: Path) -> Problem | None:
    """Create `folder` with a lab in it, or return why not; existing files are never changed."""
    if not is_slug(folder.name):
        return Problem(
            code=ProblemCode.BAD_NAME,
            cause=_("The folder of a lab cannot be called %(name)s.", name=folder.name),
            remedy=_("Use lower-case letters, digits and hyphens; it becomes part of an address."),
        )
    if matches(LABS, f"*/{folder.name}/lab.toml"):
        return Problem(
            code=ProblemCode.LAB_TAKEN,
            cause=_("The handbook has a lab called %(name)s already.", name=folder.name),
            remedy=_("Give the folder another name; it becomes part of an address."),
        )
    try:
        folder.mkdir(parents=True)
        for name in FILES:
            (folder / name).write_bytes(read_bytes(TEMPLATE / name))
    except FileExistsError:
        return Problem(
            code=ProblemCode.EXISTS,
            cause=_("%(folder)s exists already.", folder=folder),
            remedy=_("Name a folder that does not exist yet."),
        )
    except (OSError, ValueError) as error:
        return Problem(
            code=ProblemCode.NOT_WRITABLE,
            cause=_("%(folder)s could not be created.", folder=folder),
            remedy=_("Name a folder that you may write to."),
            detail=str(error),
        )
    return None
