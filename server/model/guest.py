"""Guests: the apps under observation, each in its own child process."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from server.model.problem import Problem
from server.model.versions import Versions


class GuestState(StrEnum):
    """The state of a guest's process."""

    STARTING = "starting"
    READY = "ready"
    CRASHED = "crashed"
    STOPPED = "stopped"


class TargetKind(StrEnum):
    """The kinds of targets that a user can open."""

    LAB = "lab"
    FILE = "file"
    FOLDER = "folder"
    FACTORY = "factory"
    PROGRAM = "program"


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """What to run: `spec` as the user wrote it, `root` the guest's working folder, `app` for flask.cli.

    `app` is what `flask --app` would be given, relative to `root` (`app.py`, `shop:create_app()`), or empty
    to let Flask find the app; for a PROGRAM it is the command line after `python`, quoted as for a shell.
    `name` is a short name for people.
    """

    kind: TargetKind
    spec: str
    root: Path
    app: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SensorState:
    """Whether a sensor is `on`, `off` by choice or `absent`; `why` says why it is absent or off."""

    name: str
    state: str
    why: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """One URL rule of a guest; `summary` is the first line of its view's docstring, "" without one.

    `file` and `line` are where the view is defined, None where that is not known.
    """

    rule: str
    endpoint: str
    methods: tuple[str, ...]
    arguments: tuple[str, ...]
    summary: str = ""
    file: str | None = None
    line: int | None = None


class WorkerState(StrEnum):
    """The state of the Celery worker beside a guest."""

    NONE = "none"
    STARTING = "starting"
    WORKING = "working"
    STOPPED = "stopped"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerStatus:
    """The Celery worker beside a guest; `problem` says why it ended unexpectedly."""

    state: WorkerState = WorkerState.NONE
    problem: Problem | None = None
    output: tuple[str, ...] = ()
    pid: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchStatus:
    """Whether saving a file of the project restarts the guest.

    `paused_by` is a file that changed again and again while the guest started, for which that was ended.
    """

    on: bool = False
    paused_by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class GuestStatus:
    """The status of a guest at one moment; `output` is its last output, `port` None unless it is ready.

    `missed_port` is the port that it should have had and could not have; None if it has that.
    `routes_left_out` is how many rules are not in `routes`, because they are too many or too long.
    """

    state: GuestState
    problem: Problem | None = None
    output: tuple[str, ...] = ()
    port: int | None = None
    missed_port: int | None = None
    pid: int | None = None
    versions: Versions = field(default_factory=Versions)
    sensors: tuple[SensorState, ...] = ()
    routes: tuple[Route, ...] = ()
    routes_left_out: int = 0
    worker: WorkerStatus = WorkerStatus()
    watch: WatchStatus = WatchStatus()
