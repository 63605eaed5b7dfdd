"""The projects to run, as a list names them."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

DEFAULT_REQUESTS: Final = ("GET /",)


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """A project and what is asked of it.

    `folder` is what a user would open; with `target` (`module:factory`) it is only the working folder. A
    project with a `program` is opened as that (`record --run`), and not compared: it has a server of its own.
    `requests` are lines such as `GET /` and `POST /login name=Ada&csrf_token=*`, where `*` takes the value of
    that field from the last page. `environment` holds variables that the project says it needs, and `setup`
    the commands that its instructions give for the first start (`flask db upgrade`). `source` and `version`
    say where it is from. `varies` are regular expressions for what a page says about its process.
    """

    name: str
    folder: Path
    target: str = ""
    program: str = ""
    requests: tuple[str, ...] = DEFAULT_REQUESTS
    setup: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    source: str = ""
    version: str = ""
    varies: tuple[str, ...] = ()


def read_list(path: Path, root: Path | None) -> list[Project]:
    """Return the projects of a list; ValueError says what is wrong with it.

    A folder is a project by itself. A .toml file has tables `[[project]]` with the fields of `Project`, any
    other file a folder in each line. Relative folders are below `root`, by default the folder of the list.
    """
    if path.is_dir():
        return [Project(name=path.resolve().name, folder=path.resolve())]
    root = root or path.resolve().parent
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".toml":
        lines = (line.strip() for line in text.splitlines())
        return [Project(name=line, folder=root / line) for line in lines if line and not line.startswith("#")]
    try:
        return [_project(entry, root) for entry in tomllib.loads(text).get("project", [])]
    except (tomllib.TOMLDecodeError, TypeError, KeyError) as error:
        raise ValueError(f"{path} cannot be read as a list of projects: {error}") from error


def _project(entry: dict[str, Any], root: Path) -> Project:
    values = dict(entry)
    folder = values.pop("folder")
    requests = tuple(values.pop("requests", DEFAULT_REQUESTS))
    setup = tuple(values.pop("setup", ()))
    varies = tuple(values.pop("varies", ()))
    name = values.pop("name", folder)
    return Project(name=name, folder=root / folder, requests=requests, setup=setup, varies=varies, **values)
