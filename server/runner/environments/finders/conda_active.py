"""The conda environment that is active in the terminal."""

from collections.abc import Iterator
from pathlib import Path

from server.runner.environments.surroundings import Surroundings


def find(around: Surroundings) -> Iterator[Path]:
    """Yield CONDA_PREFIX, unless it is conda's `base`, which is active for no project in particular."""
    folder = around.path_of("CONDA_PREFIX")
    if folder is not None and around.variables.get("CONDA_DEFAULT_ENV") != "base":
        yield folder
