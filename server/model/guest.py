"""A guest: the app under observation, in a child process of its own."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from server.model.problem import Problem
from server.model.versions import Versions


class GuestState(StrEnum):
    """Where a guest is in its life."""

    STARTING = "starting"
    READY = "ready"
    CRASHED = "crashed"
    STOPPED = "stopped"


class TargetKind(StrEnum):
    """What a user can point at."""

    LAB = "lab"
    FILE = "file"
    FOLDER = "folder"
    FACTORY = "factory"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What to run: `spec` as the user wrote it, `root` the guest's working folder, `app` for flask.cli.

    `app` is what `flask --app` would be given, relative to `root` (`app.py`, `shop:create_app()`), or empty
    to let Flask look for it. `name` is short and for people.
    """

    kind: TargetKind
    spec: str
    root: Path
    app: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SensorState:
    """Whether a sensor is `on`, `off` by choice or `absent`, and for the last why."""

    name: str
    state: str
    why: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One URL rule of a guest, for the composer to complete."""

    rule: str
    endpoint: str
    methods: tuple[str, ...]
    arguments: tuple[str, ...]


class WorkerState(StrEnum):
    """Where the worker beside a guest is in its life."""

    NONE = "none"
    STARTING = "starting"
    WORKING = "working"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerStatus:
    """The Celery worker beside a guest; `problem` says why it ended by itself."""

    state: WorkerState = WorkerState.NONE
    problem: Problem | None = None
    output: tuple[str, ...] = ()
    pid: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class GuestStatus:
    """A guest at one moment; `output` is the tail of what it printed, `port` None unless it is ready."""

    state: GuestState
    problem: Problem | None = None
    output: tuple[str, ...] = ()
    port: int | None = None
    pid: int | None = None
    versions: Versions = field(default_factory=Versions)
    sensors: tuple[SensorState, ...] = ()
    routes: tuple[Route, ...] = ()
    worker: WorkerStatus = WorkerStatus()
