"""Environments that are only files, and what is around a project that has them."""

from pathlib import Path

from server.runner.environments.surroundings import Surroundings


def make_environment(folder: Path, version: str = "3.12.1", flask: str | None = "3.1.3") -> Path:
    """Write the files of a virtual environment whose interpreter must never be started; return its folder."""
    library = folder / "lib" / f"python{version.rpartition('.')[0]}" / "site-packages"
    library.mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion_info = {version}\n")
    if flask is not None:
        (library / f"flask-{flask}.dist-info").mkdir()
    program = folder / "bin" / "python"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\ntouch {folder}/STARTED\n")
    program.chmod(0o755)
    return folder


def around(project: Path, **variables: str) -> Surroundings:
    """Return the surroundings of a project whose home folder is `home` beside it."""
    return Surroundings(
        project=project, variables=variables, home=project.parent / "home", own_prefix=Path("/fumehood")
    )
