"""Virtual environments in the folders above the project."""

from collections.abc import Iterator
from pathlib import Path

from server.runner.environments.finders import project_folder
from server.runner.environments.surroundings import Surroundings


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the environments in the folders above, the nearest first."""
    for folder in around.folders():
        if folder != around.project:
            yield from project_folder.inside(folder)
