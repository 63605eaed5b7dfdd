"""Files that do their work only where they are run as a program, below `if __name__ == "__main__"`."""

from __future__ import annotations

import ast
import os
import sys

from .app_loading import CANDIDATE_FILES
from .failure import GuestStartError

SOURCE_LIMIT = 1 << 20
SERVING_NAMES = ("run", "run_simple", "serve", "serve_forever")


def suggest_program(failure: GuestStartError, app: str) -> GuestStartError:
    """Return the failure to load `app`, with its file if that may do better where it is run as a program."""
    if failure.code not in ("no-app", "serves-at-import"):
        return failure
    file = file_of(app)
    if file is None:
        return failure
    code = failure.code
    if code == "no-app":
        tree = parse(file)
        if not creates(tree, app.partition(":")[2]):
            return failure
        if has_main_block(tree):
            code = "below-main"
        elif not starts_server(tree):
            return failure
    return GuestStartError(code, failure.message, failure.cause, program=os.path.relpath(file))


def creates(tree: ast.Module, name: str) -> bool:
    """Return whether a file binds the name of an app below a condition; True where no name was given.

    A name that is nowhere in the file is not made by running it as a program either.
    """
    wanted = name.replace("(", ".").replace("[", ".").partition(".")[0].strip()
    if not wanted:
        return True
    bound = (
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    made = (node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef)))
    return wanted in bound or wanted in made


def file_of(app: str) -> str | None:
    """Return the file that `app` stands for, which was imported; None if there is none."""
    name = app.partition(":")[0]
    candidates = (name,) if name else CANDIDATE_FILES
    found = next((candidate for candidate in candidates if os.path.isfile(candidate)), None)
    return found or getattr(sys.modules.get(name), "__file__", None)


def parse(file: str) -> ast.Module:
    """Return the syntax tree of a file, which is empty if there is none."""
    try:
        with open(file, "rb") as stream:
            return ast.parse(stream.read(SOURCE_LIMIT))
    except (OSError, SyntaxError, ValueError):
        return ast.Module(body=[], type_ignores=[])


def starts_server(tree: ast.Module) -> bool:
    """Return whether a file calls a function of a name by which servers are started."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    names = (getattr(func, "attr", None) or getattr(func, "id", None) for func in calls)
    return any(name in SERVING_NAMES for name in names)


def has_main_block(tree: ast.Module) -> bool:
    """Return whether a file calls anything below `if __name__ == "__main__"`."""
    return any(
        isinstance(statement, ast.If)
        and is_main_test(statement.test)
        and any(isinstance(node, ast.Call) for each in statement.body for node in ast.walk(each))
        for statement in tree.body
    )


def is_main_test(test: ast.expr) -> bool:
    """Return whether an expression is `__name__ == "__main__"`, in either order."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1 or not isinstance(test.ops[0], ast.Eq):
        return False
    sides = (test.left, test.comparators[0])
    return any(isinstance(side, ast.Name) and side.id == "__name__" for side in sides) and any(
        isinstance(side, ast.Constant) and side.value == "__main__" for side in sides
    )
