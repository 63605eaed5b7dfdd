"""The virtual environment that is active in the terminal."""

from collections.abc import Iterator
from pathlib import Path

from server.file_access import resolved
from server.runner.environments.surroundings import Surroundings


def find(around: Surroundings) -> Iterator[Path]:
    """Yield VIRTUAL_ENV, unless it is the environment in which Fumehood itself runs."""
    folder = around.path_of("VIRTUAL_ENV")
    if folder is not None and resolved(folder) != around.own_prefix:
        yield folder
