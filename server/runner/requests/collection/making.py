"""Makes a saved request for each route that has none."""

from pathlib import Path
from typing import Final

from server.model.guest import Route
from server.model.problem import Problem
from server.runner.requests.collection import folder, problems
from server.runner.requests.collection.comparison import compare, name_of, request_of

MOST_MADE: Final = 500


def make(root: Path, routes: tuple[Route, ...]) -> tuple[str, ...] | Problem:
    """Write a file for each route without a request, and return their names; other files stay as they are."""
    files = folder.collected(root)
    taken = {file.name.casefold() for file in files}
    made: list[str] = []
    for method, route in compare(files, routes).new[:MOST_MADE]:
        name = _free(folder.file_name(name_of(method, route)) or method.lower(), taken)
        try:
            folder.save(root, name, request_of(method, route))
        except OSError as error:
            return problems.not_written(name, error)
        taken.add(name.casefold())
        made.append(name)
    return tuple(made)


def _free(name: str, taken: set[str]) -> str:
    numbered = (name if number == 1 else f"{name}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each.casefold() not in taken)
