"""What is said about responses, decided at a weather station."""

from urllib.parse import urlsplit

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim


def types(bench: Bench, kinds: tuple[str, ...]) -> dict[str, str]:
    """For each kind of value that the view returns, the Content-Type that was sent."""
    return {kind: bench.send("GET", f"/return/{kind}").header("Content-Type") or "none" for kind in kinds}


@claim(
    "anything-becomes-text",
    "A view may return anything: of a number, a set or None Flask makes a text, as print does.",
    expect=FAILS,
    mistake=True,
    counter=Counter(kinds=("text", "bytes")),
)
def anything_becomes_text(
    bench: Bench, *, kinds: tuple[str, ...] = ("number", "truth", "set", "nothing")
) -> Observation:
    found = {kind: bench.send("GET", f"/return/{kind}", may_crash=True).status for kind in kinds}
    return Observation(
        holds=set(found.values()) == {200},
        because="Returned by a view: "
        f"{', '.join(f'{kind} gave {status}' for kind, status in found.items())}.",
    )


@claim(
    "dict-and-list",
    "A dictionary and a list are sent as JSON.",
    expect=HOLDS,
    counter=Counter(kinds=("dict", "text")),
)
def dict_and_list(bench: Bench, *, kinds: tuple[str, ...] = ("dict", "list")) -> Observation:
    found = types(bench, kinds)
    return Observation(
        holds=set(found.values()) == {"application/json"},
        because=f"Sent as: {', '.join(f'{kind} as {sent}' for kind, sent in found.items())}.",
    )


@claim(
    "text-is-plain",
    "A string is sent as plain text.",
    expect=FAILS,
    mistake=True,
    counter=Counter(kind="headers"),
)
def text_is_plain(bench: Bench, *, kind: str = "text") -> Observation:
    found = types(bench, (kind,))[kind]
    return Observation(
        holds=found.startswith("text/plain"), because=f"The header said Content-Type: {found}."
    )


@claim(
    "tuple-has-status",
    "A text and a number in one tuple are sent as that text with that status.",
    expect=HOLDS,
    counter=Counter({'("21 degrees", 203)': '["21 degrees", 203]'}),
)
def tuple_has_status(bench: Bench) -> Observation:
    seen = bench.send("GET", "/return/status")
    return Observation(
        holds=(seen.status, seen.text) == (203, "21 degrees"),
        because=f"The answer was {seen.status_line} with the body {seen.text.strip()}.",
    )


@claim(
    "date-as-http",
    "A date in a dictionary is sent with the name of its weekday, and not as 2026-07-01.",
    expect=HOLDS,
    counter=Counter({"datetime.date(2026, 7, 1)": "datetime.date(2026, 7, 1).isoformat()"}),
)
def date_as_http(bench: Bench) -> Observation:
    day = bench.send("GET", "/return/dict").json()["day"]
    return Observation(
        holds=day == "Wed, 01 Jul 2026 00:00:00 GMT", because=f"The first of July 2026 was sent as {day!r}."
    )


@claim(
    "keys-in-order",
    "The keys of a dictionary arrive in the order in which they were written.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"app = Flask(__name__)\n": "app = Flask(__name__)\napp.json.sort_keys = False\n"}),
)
def keys_in_order(bench: Bench) -> Observation:
    seen = bench.send("GET", "/return/dict")
    keys = list(seen.json())
    return Observation(
        holds=keys == ["wind", "degrees", "day"],
        because=f"Written were wind, degrees and day; {', '.join(keys)} arrived.",
    )


@claim(
    "made-is-sent",
    "A header set on the response of make_response is sent, whatever the view returns afterwards.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"    return page\n": "    return response\n"}),
)
def made_is_sent(bench: Bench) -> Observation:
    found = bench.send("GET", "/report").header("Cache-Control")
    return Observation(
        holds=found == "no-store",
        because="The view set Cache-Control on a response; "
        f"{f'{found} was sent' if found else 'none was sent'}.",
    )


@claim(
    "second-is-added",
    "Setting a header a second time adds a second one.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'response.headers["Link"] = "</graph>; rel=related"': 'response.headers.add("Link", "</graph>")'}
    ),
)
def second_is_added(bench: Bench) -> Observation:
    found = bench.send("GET", "/links").all_headers("Link")
    return Observation(
        holds=len(found) > 1,
        because=f"Link was set twice, and this was sent: {' and '.join(found)}.",
    )


@claim(
    "generator-lost-request",
    "A generator that a view returns can no longer read request when its lines are made.",
    expect=HOLDS,
    counter=Counter(path="/day-with-request"),
)
def generator_lost_request(bench: Bench, *, path: str = "/day") -> Observation:
    answer = bench.fetch(f"{bench.url}{path}?town=Lund")
    named = "Lund" in answer.text
    seen = bench.arrived(path)[-1]
    raised = seen.exchange.first("exception")
    return Observation(
        holds=not named and raised is not None,
        because=f"The client got {answer.status} {answer.reason}, "
        f"{'with' if named else 'without'} the town"
        + (f"; the generator raised {raised.body['type']}." if raised else "."),
        shown=seen,
    )


@claim(
    "broken-is-200",
    "If the making of a streamed body fails half-way, the client has been told 200 OK all the same.",
    expect=HOLDS,
    counter=Counter({'        yield "21 degrees\\n"\n        raise': "        raise"}),
)
def broken_is_200(bench: Bench) -> Observation:
    # The bytes themselves: a client that understands HTTP would complain instead of telling.
    port = urlsplit(bench.url).port or 80
    found = bench.raw(port, b"GET /broken HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    if not found.startswith(b"HTTP/1.1 "):
        raise Undecided("The server closed the connection without an answer.", "Run the experiment again.")
    status = found.split(b" ", 2)[1].decode()
    return Observation(
        holds=status == "200",
        because=f"The status was {status}; the body "
        + ("held a measurement, " if b"21 degrees" in found else "held no measurement, ")
        + (
            "and ended as it should."
            if b"chunked" not in found or found.endswith(b"0\r\n\r\n")
            else "and had no end."
        ),
    )
