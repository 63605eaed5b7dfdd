"""What is said about logging, decided on a ferry."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim

FLASK = "app = Flask(__name__)\n"


def lines(seen: Seen) -> list[str]:
    """The lines that the answer shows of its own log."""
    found: list[str] = seen.json()["log"]
    return found


def times(count: int) -> str:
    """How often, in words."""
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count} times")


def told(found: list[str]) -> str:
    """Lines as a sentence has them."""
    return " / ".join(f"`{line}`" for line in found) if found else "nothing"


@claim(
    "info-is-shown",
    "What is said by `app.logger.info` appears in the log without further setting.",
    expect=FAILS,
    mistake=True,
    counter=Counter({FLASK: f"{FLASK}app.logger.setLevel(logging.INFO)\n"}),
)
def info_is_shown(bench: Bench) -> Observation:
    found = lines(bench.send("GET", "/timetable"))
    return Observation(
        holds=any("timetable" in line for line in found),
        because=f"The view called `app.logger.info`, and the log has {told(found)}.",
    )


@claim(
    "handler-decides",
    "A handler with the level `DEBUG` shows debug messages, whatever the logger says.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"log.setLevel(logging.INFO)": "log.setLevel(logging.DEBUG)"}),
)
def handler_decides(bench: Bench) -> Observation:
    found = lines(bench.send("GET", "/tide"))
    return Observation(
        holds=any("tide" in line for line in found),
        because=f"The view called `log.debug`, the handler takes `DEBUG`, and the log has {told(found)}.",
    )


@claim(
    "written-twice",
    "A message that is said once on `ferry.harbour` is written twice: by its own handler and by the root's.",
    expect=HOLDS,
    counter=Counter(
        {
            'harbour = logging.getLogger("ferry.harbour")\n': (
                'harbour = logging.getLogger("ferry.harbour")\nharbour.propagate = False\n'
            )
        }
    ),
)
def written_twice(bench: Bench) -> Observation:
    found = [line for line in lines(bench.send("GET", "/fog")) if "Fog" in line]
    return Observation(
        holds=len(found) == 2,
        because=f"The harbour said `Fog` once, and the log has it {times(len(found))}: {told(found)}.",
    )


@claim(
    "id-in-each-line",
    "A filter on the handler puts the request's id into every line, also into those of libraries.",
    expect=HOLDS,
    counter=Counter(
        {"board.addFilter(WithRequest())": 'logging.getLogger("ferry").addFilter(WithRequest())'}
    ),
)
def id_in_each_line(bench: Bench) -> Observation:
    seen = bench.send("GET", "/book", headers={"X-Request-ID": "trip-17"})
    found, said = lines(seen), len(seen.all_of("log"))
    return Observation(
        holds=said > 1 and len(found) == said and all(line.startswith("trip-17 ") for line in found),
        because=f"{said} messages were logged in the request `trip-17`, and the log has {told(found)}.",
    )


@claim(
    "error-has-it-all",
    "`log.error` in an `except` block writes the traceback too.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'log.error("Cannot cancel: %s", error)': 'log.exception("Cannot cancel: %s", error)'}),
)
def error_has_it_all(bench: Bench) -> Observation:
    found = lines(bench.send("GET", "/cancel"))
    return Observation(
        holds=any(line.startswith("Traceback") for line in found),
        because=f"The log has {len(found)} line{'s' * (len(found) > 1)} of it, the last is `{found[-1]}`.",
    )


@claim(
    "not-described",
    "`log.debug('Loading %s', cargo)` does not turn the cargo into text while debug is off.",
    expect=HOLDS,
    counter=Counter({'log.debug("Loading %s", cargo)': 'log.debug(f"Loading {cargo}")'}),
)
def not_described(bench: Bench) -> Observation:
    count = bench.send("GET", "/load").json()["described"]
    return Observation(
        holds=count == 0,
        because=f"The message was not shown, and for it the cargo was {times(count)} turned into text.",
    )


@claim(
    "answered-errors",
    "An exception for whose class there is an `errorhandler` is not logged by Flask.",
    expect=HOLDS,
    counter=Counter({"@app.errorhandler(RuntimeError)\n": ""}),
)
def answered_errors(bench: Bench) -> Observation:
    seen = bench.send("GET", "/sink", may_crash=True)
    raised, logged = seen.of("exception"), seen.all_of("log")
    return Observation(
        holds=not logged,
        because=f"`{raised['type']}` left the view, {'an errorhandler' if raised['handled'] else 'nobody'} "
        "answered it, and "
        + (
            f"the logger `{logged[0]['logger']}` said `{logged[0]['message']}`."
            if logged
            else "nothing was logged."
        ),
    )


@claim(
    "a-line-a-request",
    "Flask writes a line into the log for each request.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            f"{FLASK}\n": f"""{FLASK}

@app.after_request
def note(response):
    app.logger.warning("%s %s", request.path, response.status)
    return response

"""
        }
    ),
)
def a_line_a_request(bench: Bench) -> Observation:
    logged = [body["message"] for body in bench.send("GET", "/").all_of("log")]
    return Observation(
        holds=bool(logged),
        because=f"For `GET /` the log has {f'`{logged[0]}`' if logged else 'nothing at all'}.",
    )


@claim(
    "forged-lines",
    "A visitor can write lines of their own into the log, by the name with which they book.",
    expect=HOLDS,
    counter=Counter({'log.info("Booked for %s"': 'log.info("Booked for %r"'}),
)
def forged_lines(bench: Bench) -> Observation:
    name = "Ada\ntrip-18 INFO ferry: Booked for Grace"
    seen = bench.send("GET", "/book", query={"name": name}, headers={"X-Request-ID": "trip-17"})
    booked = [line for line in lines(seen) if "Booked" in line]
    return Observation(
        holds=len(booked) > 1,
        because=f"One visitor booked once, with a line break in the name, and the log has {told(booked)}.",
    )
