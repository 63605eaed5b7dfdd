"""The messages of a guest after the handshake, parsed and checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from server.model.event import Caller, Event
from server.model.guest import Route, SensorState
from server.model.origin import Origin
from server.model.stack import Stack, StackFrame, Stacks
from server.runner.channel import answer_schemas, event_schemas, pause_messages, validators
from server.runner.channel.framing import FrameError
from server.runner.channel.pause_messages import PauseMessage

HIGHEST_PORT: Final = 65535
NUMBER_DIGITS: Final = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Ready:
    """The guest serves requests at `port`; `routes_left_out` is how many rules are not in `routes`."""

    port: int
    server: str
    framework: str
    sensors: tuple[SensorState, ...]
    routes: tuple[Route, ...]
    packages: Mapping[str, str | None]
    origin: Origin
    routes_left_out: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class LibrariesImported:
    """The modules of libraries that the app has imported, with their files, and its search path."""

    path: tuple[str, ...]
    modules: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """The guest could not be loaded: `message` is the last line of `traceback`.

    `program` is a file that may do better where it is run as a program, relative to the root.
    """

    code: str
    message: str
    traceback: str
    program: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Events:
    """Events of any exchanges, in the order sent."""

    events: tuple[Event, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class End:
    """An exchange has finished; `took` is in milliseconds, `lost` counts events dropped in the guest.

    `threads` is the number of threads that it started and that were still at work. `left_out` counts by kind
    the events that the probe did not report, because there were too many.
    """

    exchange: int
    took: float
    lost: int
    threads: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rested:
    """No thread that an exchange started is at work any more, after its end."""

    exchange: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Working:
    """A Celery worker is ready for tasks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskReport:
    """A task of a Celery worker has entered another state.

    `run` and `number` identify the exchange that queued the task; `time` is seconds since the epoch, `took`
    milliseconds.
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


@dataclass(frozen=True, kw_only=True, slots=True)
class AppAnswer:
    """The answer to one of our questions: `facts` as `answer_schemas` has them, or the `problem`."""

    question: int
    about: str
    facts: Mapping[str, Any] | None
    problem: str | None


_OfProcess = Ready | LibrariesImported | Failed | Working
Message = _OfProcess | Events | End | Rested | TaskReport | Stacks | AppAnswer | PauseMessage

_READY = validators.with_optional(
    validators.record(
        port=validators.count,
        server=validators.text,
        framework=validators.one_of("flask", "wsgi"),
        sensors=validators.array(
            validators.record(
                name=validators.text,
                state=validators.one_of("on", "off", "absent"),
                why=validators.maybe(validators.text),
            )
        ),
        routes=validators.array(
            validators.with_optional(
                validators.record(
                    rule=validators.text,
                    endpoint=validators.text,
                    methods=validators.array(validators.text),
                    arguments=validators.array(validators.text),
                ),
                summary=validators.text,
                file=validators.maybe(validators.text),
                line=validators.maybe(validators.count),
            )
        ),
        packages=validators.table(validators.maybe(validators.text)),
        origin=validators.record(
            interpreter=validators.text,
            working_directory=validators.text,
            object=validators.text,
            file=validators.maybe(validators.text),
            line=validators.maybe(validators.count),
        ),
    ),
    routes_left_out=validators.count,
)
_LIBRARIES = validators.record(
    path=validators.array(validators.text),
    modules=validators.array(validators.pair(validators.text, validators.text)),
)
_FAILED = validators.record(code=validators.text, message=validators.text, traceback=validators.text)
_JOB = validators.record(
    of=validators.text,
    task=validators.text,
    name=validators.text,
    state=validators.one_of("started", "succeeded", "failed", "retried", "refused", "lost"),
    time=validators.moment,
    took=validators.maybe(validators.duration),
    retries=validators.maybe(validators.count),
    worker=validators.maybe(validators.text),
    result=validators.maybe(event_schemas.DESCRIBED),
    problem=validators.maybe(validators.text),
)
_END = validators.record(
    exchange=validators.count,
    took=validators.duration,
    lost=validators.count,
    left_out=validators.table(validators.count),
    threads=validators.count,
)
_RESTED = validators.record(exchange=validators.count)
_STACKS = validators.record(
    stacks=validators.array(
        validators.record(
            exchange=validators.count,
            thread=validators.maybe(validators.text),
            frames=validators.array(
                validators.record(
                    file=validators.text,
                    line=validators.count,
                    function=validators.text,
                    own=validators.flag,
                    source=validators.text,
                )
            ),
        )
    ),
    busy=validators.count,
    threads=validators.count,
)
_ANSWER = validators.record(
    question=validators.count,
    about=validators.one_of(*answer_schemas.ANSWERS),
    facts=validators.maybe(validators.table(validators.anything)),
    problem=validators.maybe(validators.text),
)
_ENVELOPE = validators.record(
    exchange=validators.count,
    seq=validators.count,
    kind=validators.one_of(*event_schemas.BODIES),
    at=validators.duration,
    took=validators.maybe(validators.duration),
    caller=validators.maybe(event_schemas.CALLER),
    family=validators.maybe(validators.text),
    thread=validators.maybe(validators.text),
    body=validators.table(validators.anything),
)


def parse(message: Mapping[str, Any]) -> Message:  # noqa: PLR0911 - one for each type
    """Return the message in a frame's object; FrameError if its type is unknown or a field is invalid."""
    match message.get("type"):
        case "events":
            return _events(message)
        case "end":
            return _end(message)
        case "ready":
            return _ready(message)
        case "libraries":
            return _libraries(message)
        case "stacks":
            return _stacks(message)
        case "answer":
            return _answer(message)
        case "paused" | "resumed":
            return pause_messages.parse(message)
        case "rested":
            _require(_RESTED(message), "rested")
            return Rested(exchange=message["exchange"])
        case "working":
            return Working()
        case "job":
            return _job(message)
        case "failed":
            _require(_FAILED(message), "failed")
            program = message.get("program") or ""
            _require(validators.text(program), "failed")
            return Failed(
                code=message["code"],
                message=message["message"],
                traceback=message["traceback"],
                program=program,
            )
        case _:
            raise FrameError("a message of an unknown type")


def _end(message: Mapping[str, Any]) -> End:
    _require(_END(message), "end")
    return End(
        exchange=message["exchange"],
        took=float(message["took"]),
        lost=message["lost"],
        threads=message["threads"],
        left_out={
            kind: number for kind, number in message["left_out"].items() if kind in event_schemas.BODIES
        },
    )


def _answer(message: Mapping[str, Any]) -> AppAnswer:
    _require(_ANSWER(message), "answer")
    about, facts = message["about"], message["facts"]
    _require(facts is None or answer_schemas.ANSWERS[about](facts), f"answer about {about}")
    return AppAnswer(question=message["question"], about=about, facts=facts, problem=message["problem"])


def _events(message: Mapping[str, Any]) -> Events:
    envelopes = message.get("events")
    if not isinstance(envelopes, list):
        raise FrameError("events that are not a list")
    return Events(events=tuple(_event(envelope) for envelope in envelopes))


def _event(envelope: Any) -> Event:
    _require(_ENVELOPE(envelope), "event")
    kind = envelope["kind"]
    _require(event_schemas.BODIES[kind](envelope["body"]), f"{kind} event")
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
        thread=envelope["thread"],
        body=envelope["body"],
    )


def _stacks(message: Mapping[str, Any]) -> Stacks:
    _require(_STACKS(message), "stacks")
    return Stacks(
        stacks=tuple(
            Stack(
                exchange=each["exchange"],
                thread=each["thread"],
                frames=tuple(
                    StackFrame(
                        file=frame["file"],
                        line=frame["line"],
                        function=frame["function"],
                        own=frame["own"],
                        source=frame["source"],
                    )
                    for frame in each["frames"]
                ),
            )
            for each in message["stacks"]
        ),
        busy=message["busy"],
        threads=message["threads"],
    )


def _job(message: Mapping[str, Any]) -> TaskReport:
    _require(_JOB(message), "job")
    run, _, number = message["of"].partition(":")
    _require(bool(run) and number.isascii() and number.isdigit() and len(number) <= NUMBER_DIGITS, "job")
    took = message["took"]
    return TaskReport(
        run=run,
        number=int(number),
        task=message["task"],
        name=message["name"],
        state=message["state"],
        time=float(message["time"]),
        took=None if took is None else float(took),
        retries=message["retries"],
        worker=message["worker"],
        result=message["result"],
        problem=message["problem"],
    )


def _ready(message: Mapping[str, Any]) -> Ready:
    _require(_READY(message) and 0 < message["port"] <= HIGHEST_PORT, "ready")
    return Ready(
        port=message["port"],
        server=message["server"],
        framework=message["framework"],
        sensors=tuple(
            SensorState(name=each["name"], state=each["state"], why=each["why"])
            for each in message["sensors"]
        ),
        routes=tuple(
            Route(
                rule=each["rule"],
                endpoint=each["endpoint"],
                methods=tuple(each["methods"]),
                arguments=tuple(each["arguments"]),
                summary=each.get("summary", ""),
                file=each.get("file"),
                line=each.get("line"),
            )
            for each in message["routes"]
        ),
        packages=message["packages"],
        origin=Origin(
            interpreter=message["origin"]["interpreter"],
            working_directory=message["origin"]["working_directory"],
            app=message["origin"]["object"],
            file=message["origin"]["file"],
            line=message["origin"]["line"],
        ),
        routes_left_out=message.get("routes_left_out", 0),
    )


def _libraries(message: Mapping[str, Any]) -> LibrariesImported:
    _require(_LIBRARIES(message), "libraries")
    return LibrariesImported(
        path=tuple(message["path"]), modules=tuple((name, file) for name, file in message["modules"])
    )


def _require(is_valid: bool, name: str) -> None:
    if not is_valid:
        raise FrameError(f"an invalid message ({name})")
