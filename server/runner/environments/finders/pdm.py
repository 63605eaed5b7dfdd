"""The interpreter that PDM uses for the project."""

from collections.abc import Iterator
from pathlib import Path

from server.runner.environments.surroundings import Surroundings, text_beginning


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the interpreter that .pdm-python names."""
    for folder in around.folders():
        name = text_beginning(folder / ".pdm-python").strip()
        if name and "\0" not in name:
            yield folder / name
            return
