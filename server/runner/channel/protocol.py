"""What a guest can say once it is let in, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from server.model.event import Caller, Event
from server.model.guest import Route, SensorState
from server.runner.channel import event_bodies, schema
from server.runner.channel.framing import FrameError

HIGHEST_PORT: Final = 65535
LONGEST_NUMBER: Final = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """The guest serves."""

    port: int
    server: str
    framework: str
    sensors: tuple[SensorState, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """The guest could not serve: `message` is the last line of `traceback`."""

    code: str
    message: str
    traceback: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Events:
    """Some things happened."""

    events: tuple[Event, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """An exchange is over; `took` is in milliseconds, `lost` is how many events were dropped in the guest."""

    exchange: int
    took: float
    lost: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Working:
    """A worker waits for tasks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """What became of a task in a worker.

    `run` and `number` name the exchange that sent it; `time` is seconds since the epoch, `took` milliseconds.
    """

    run: str
    number: int
    task: str
    name: str
    state: str
    time: float
    took: float | None
    retries: int | None
    worker: str | None
    result: Mapping[str, Any] | None
    problem: str | None


Message = Ready | Failed | Events | End | Working | Job

_READY = schema.record(
    port=schema.count,
    server=schema.text,
    framework=schema.one_of("flask", "wsgi"),
    sensors=schema.array(
        schema.record(
            name=schema.text,
            state=schema.one_of("on", "off", "absent"),
            why=schema.maybe(schema.text),
        )
    ),
    routes=schema.array(
        schema.record(
            rule=schema.text,
            endpoint=schema.text,
            methods=schema.array(schema.text),
            arguments=schema.array(schema.text),
        )
    ),
)
_FAILED = schema.record(code=schema.text, message=schema.text, traceback=schema.text)
_JOB = schema.record(
    of=schema.text,
    task=schema.text,
    name=schema.text,
    state=schema.one_of("started", "succeeded", "failed", "retried", "refused", "lost"),
    time=schema.number,
    took=schema.maybe(schema.number),
    retries=schema.maybe(schema.count),
    worker=schema.maybe(schema.text),
    result=schema.maybe(event_bodies.DESCRIBED),
    problem=schema.maybe(schema.text),
)
_END = schema.record(exchange=schema.count, took=schema.number, lost=schema.count)
_ENVELOPE = schema.record(
    exchange=schema.count,
    seq=schema.count,
    kind=schema.one_of(*event_bodies.BODIES),
    at=schema.number,
    took=schema.maybe(schema.number),
    caller=schema.maybe(event_bodies.CALLER),
    family=schema.maybe(schema.text),
    body=schema.table(schema.anything),
)


def parse(said: Mapping[str, Any]) -> Message:
    """The message in a frame's object; FrameError if it is of no known type or not as it must be."""
    match said.get("type"):
        case "events":
            return _events(said)
        case "end":
            _require(_END(said), "end")
            return End(exchange=said["exchange"], took=float(said["took"]), lost=said["lost"])
        case "ready":
            return _ready(said)
        case "working":
            return Working()
        case "job":
            return _job(said)
        case "failed":
            _require(_FAILED(said), "failed")
            return Failed(code=said["code"], message=said["message"], traceback=said["traceback"])
        case _:
            raise FrameError("a message of a type that is not known")


def _events(said: Mapping[str, Any]) -> Events:
    found = said.get("events")
    if not isinstance(found, list):
        raise FrameError("events that are no list")
    return Events(events=tuple(_event(envelope) for envelope in found))


def _event(envelope: Any) -> Event:
    _require(_ENVELOPE(envelope), "event")
    kind = envelope["kind"]
    _require(event_bodies.BODIES[kind](envelope["body"]), f"{kind} event")
    caller = envelope["caller"]
    took = envelope["took"]
    return Event(
        exchange=envelope["exchange"],
        seq=envelope["seq"],
        kind=kind,
        at=float(envelope["at"]),
        took=None if took is None else float(took),
        caller=caller and Caller(file=caller["file"], line=int(caller["line"]), function=caller["function"]),
        family=envelope["family"],
        body=envelope["body"],
    )


def _job(said: Mapping[str, Any]) -> Job:
    _require(_JOB(said), "job")
    run, _, number = said["of"].partition(":")
    _require(bool(run) and number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER, "job")
    took = said["took"]
    return Job(
        run=run,
        number=int(number),
        task=said["task"],
        name=said["name"],
        state=said["state"],
        time=float(said["time"]),
        took=None if took is None else float(took),
        retries=said["retries"],
        worker=said["worker"],
        result=said["result"],
        problem=said["problem"],
    )


def _ready(said: Mapping[str, Any]) -> Ready:
    _require(_READY(said) and 0 < said["port"] <= HIGHEST_PORT, "ready")
    return Ready(
        port=said["port"],
        server=said["server"],
        framework=said["framework"],
        sensors=tuple(
            SensorState(name=one["name"], state=one["state"], why=one["why"]) for one in said["sensors"]
        ),
        routes=tuple(
            Route(
                rule=one["rule"],
                endpoint=one["endpoint"],
                methods=tuple(one["methods"]),
                arguments=tuple(one["arguments"]),
            )
            for one in said["routes"]
        ),
    )


def _require(fits: bool, what: str) -> None:
    if not fits:
        raise FrameError(f"a message ({what}) that is not as it must be")
