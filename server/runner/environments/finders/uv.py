"""The environment that uv was told to use instead of .venv."""

import os
from collections.abc import Iterator
from pathlib import Path

from server.runner.environments.surroundings import Surroundings


def find(around: Surroundings) -> Iterator[Path]:
    """Yield UV_PROJECT_ENVIRONMENT, relative to the folder with uv's lock file or settings."""
    name = around.variables.get("UV_PROJECT_ENVIRONMENT")
    if name:
        for folder in around.folders():
            if any(os.path.isfile(folder / file) for file in ("uv.lock", "uv.toml")):
                yield folder / name
                return
