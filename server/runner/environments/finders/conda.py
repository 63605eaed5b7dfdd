"""The conda environment that the project's environment.yml names."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from server.runner.environments.surroundings import Surroundings, text_beginning

FILES: Final = ("environment.yml", "environment.yaml")
INSTALLATIONS: Final = ("miniforge3", "miniconda3", "mambaforge", "anaconda3", ".conda", "micromamba")
_NAME: Final = re.compile(r"^name:\s*['\"]?([\w.-]+)['\"]?\s*(?:#.*)?$", re.MULTILINE)


def find(around: Surroundings) -> Iterator[Path]:
    """Yield the environments of that name in the usual folders of conda."""
    for folder in around.folders():
        text = next((text for file in FILES if (text := text_beginning(folder / file))), "")
        name = _NAME.search(text)
        if name is None:
            continue
        yield from (root / "envs" / name[1] for root in _installations(around))
        return


def _installations(around: Surroundings) -> Iterator[Path]:
    for variable in ("MAMBA_ROOT_PREFIX", "CONDA_ROOT"):
        root = around.path_of(variable)
        if root is not None:
            yield root
    program = around.path_of("CONDA_EXE")
    if program is not None:
        yield program.parent.parent
    for line in text_beginning(around.home / ".conda" / "environments.txt").splitlines():
        place = Path(line.strip())
        if place.is_absolute() and place.parent.name == "envs":
            yield place.parent.parent
    yield from (around.home / name for name in INSTALLATIONS)
