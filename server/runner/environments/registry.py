"""The finders of environments in the order in which they count, and the search with all of them."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from server.file_access import home as user_home
from server.file_access import resolved
from server.runner.environments.environment import Environment, FoundBy, read_environment
from server.runner.environments.finders import (
    active,
    conda,
    conda_active,
    folder_above,
    hatch,
    pdm,
    pipenv,
    poetry,
    project_folder,
    pyenv,
    uv,
)
from server.runner.environments.surroundings import Surroundings

Finder = Callable[[Surroundings], Iterator[Path]]

# What the user has activated, then what lies in the project, then what tools keep elsewhere for it.
FINDERS: Final[tuple[tuple[FoundBy, Finder], ...]] = (
    (FoundBy.ACTIVE, active.find),
    (FoundBy.CONDA_ACTIVE, conda_active.find),
    (FoundBy.UV, uv.find),
    (FoundBy.FOLDER, project_folder.find),
    (FoundBy.PDM, pdm.find),
    (FoundBy.POETRY, poetry.find),
    (FoundBy.PIPENV, pipenv.find),
    (FoundBy.HATCH, hatch.find),
    (FoundBy.CONDA, conda.find),
    (FoundBy.ABOVE, folder_above.find),
    (FoundBy.PYENV, pyenv.find),
)
LIMIT: Final = 20


def find_environments(
    project: Path, variables: Mapping[str, str] | None = None, home: Path | None = None
) -> tuple[Environment, ...]:
    """Return the environments of the project in a folder, the one to use first; each of them once.

    Files are read and nothing is run. `variables` and `home` are those of the user by default.
    """
    around = Surroundings(
        project=project,
        variables=os.environ if variables is None else variables,
        home=user_home() if home is None else home,
        own_prefix=resolved(Path(sys.prefix)),
    )
    found: dict[Path, Environment] = {}
    for origin, find in FINDERS:
        for place in find(around):
            environment = read_environment(place, origin)
            if environment is not None and len(found) < LIMIT:
                found.setdefault(resolved(environment.prefix), environment)
    return tuple(found.values())
