"""What is said about servers, decided at a cinema's counter that two of them serve."""

import secrets
import socket
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

BUILT_IN = "built-in"
WAITRESS = "waitress"
CALLED = {BUILT_IN: "the built-in server", WAITRESS: "Waitress"}
# What comes at once is waited for long, so that a busy machine decides nothing; what never comes, is not.
SECONDS = 10.0
PATIENCE = 8.0
SHORT = 0.4


def port_of(bench: Bench, server: str) -> int:
    """Where one of the two servers listens."""
    return int(bench.send("GET", "/ports").json()[server])


def request(line: str, *headers: str, body: str = "") -> bytes:
    """A request as it goes over the wire; the connection is not to be kept."""
    return "\r\n".join((f"{line} HTTP/1.1", *headers, "Connection: close", "", body)).encode()


def status_of(answer: bytes) -> str:
    """The status line without the version, such as `200 OK`; or that none came."""
    first = answer.partition(b"\r\n")[0].decode("latin-1")
    return first.partition(" ")[2] if first.startswith("HTTP/") else "nothing"


def came_together(bench: Bench, port: int, people: int, patience: float) -> bool:
    """Whether a server takes so many requests at once that they meet in the view, in that many seconds."""
    sent = request(f"GET /party/{secrets.token_hex(6)}/{people}?patience={patience}", "Host: localhost")
    with ThreadPoolExecutor(people) as pool:
        answers = list(pool.map(lambda _: bench.raw(port, sent, SECONDS), range(people)))
    return all(b'"together":true' in answer.replace(b" ", b"") for answer in answers)


def half_a_request(port: int, text: bytes) -> socket.socket:
    """A client that has sent only this much."""
    client = socket.create_connection(("127.0.0.1", port), timeout=SECONDS)
    client.sendall(text)
    return client


def begun(bench: Bench, number: str, *, after: float = 0.0) -> bool:
    """Whether the view has been called for an order; asked of the guest, whose memory all servers share."""
    time.sleep(after)
    return bool(bench.send("GET", f"/begun/{number}").json()["begun"])


@claim(
    "one-at-a-time",
    "`flask run` answers one request at a time.",
    expect=FAILS,
    mistake=True,
    counter=Counter(options=("--without-threads",), patience=SHORT),
)
def one_at_a_time(bench: Bench, *, options: Sequence[str] = (), patience: float = PATIENCE) -> Observation:
    port = bench.port()
    running = bench.start("-m", "flask", "--app", "app.py", "run", "--port", str(port), *options)
    bench.fetch(f"http://127.0.0.1:{port}/")
    together = came_together(bench, port, 2, patience)
    warned = "WARNING: This is a development server" in running.output
    return Observation(
        holds=not together,
        because=f"`flask run {' '.join(options)}`".replace(" `", "`")
        + (", which warned that it is for development," if warned else "")
        + f" was sent two requests that wait for each other; they {'met' if together else 'did not meet'}.",
    )


@claim(
    "fifth-waits",
    "While Waitress with its usual four threads works on four requests, a fifth has to wait.",
    expect=HOLDS,
    counter=Counter({"threads=4": "threads=5"}, patience=PATIENCE),
)
def fifth_waits(bench: Bench, *, patience: float = SHORT) -> Observation:
    port = port_of(bench, WAITRESS)
    four = came_together(bench, port, 4, PATIENCE)
    five = came_together(bench, port, 5, patience)
    return Observation(
        holds=four and not five,
        because=f"Four requests that wait for each other {'met' if four else 'did not meet'} in the view; "
        + ("so did five." if five else "of five, one never came to the others."),
    )


@claim(
    "slow-senders",
    "Each client that sends its request slowly keeps one of Waitress's threads busy.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"threaded=True": "threaded=False"}, server=BUILT_IN, seconds=SHORT),
)
def slow_senders(bench: Bench, *, server: str = WAITRESS, seconds: float = SECONDS) -> Observation:
    port = port_of(bench, server)
    with ExitStack() as clients:
        for _ in range(8):
            clients.enter_context(half_a_request(port, b"GET /told HTTP/1.1\r\nHost: loc"))
        answer = bench.raw(port, request("GET /told", "Host: localhost"), seconds)
    status = status_of(answer)
    return Observation(
        holds=status != "200 OK",
        because="While eight clients had sent half a request each, a ninth got from "
        f"{CALLED[server]}: {status}.",
    )


@claim(
    "body-first",
    "Behind Waitress the app is called only when the whole body has arrived.",
    expect=HOLDS,
    counter=Counter(server=BUILT_IN, looks=200),
)
def body_first(bench: Bench, *, server: str = WAITRESS, looks: int = 5) -> Observation:
    number = secrets.token_hex(6)
    head = request(
        f"POST /order/{number}",
        "Host: localhost",
        "Content-Type: application/x-www-form-urlencoded",
        "Content-Length: 8",
        body="seat",
    )
    with half_a_request(port_of(bench, server), head) as client:
        early = any(begun(bench, number, after=0.02) for _ in range(looks))
        client.sendall(b"=A12")
        status = status_of(client.recv(65536))
    late = begun(bench, number)
    return Observation(
        holds=not early and late,
        because=f"With half of the body sent, {CALLED[server]} had {'called' if early else 'not called'} "
        f"the view; with all of it sent, the answer was {status}.",
    )


@claim(
    "closed-each-time",
    "The built-in server closes the connection after each answer, even if more requests are waiting in it.",
    expect=HOLDS,
    counter=Counter(server=WAITRESS),
)
def closed_each_time(bench: Bench, *, server: str = BUILT_IN) -> Observation:
    twice = b"GET /told HTTP/1.1\r\nHost: localhost\r\n\r\n" + request("GET /told", "Host: localhost")
    answer = bench.raw(port_of(bench, server), twice, SECONDS)
    count = answer.count(b"200 OK\r\n")
    return Observation(
        holds=count == 1,
        because=f"Two requests were sent over one connection to {CALLED[server]}; "
        f"it answered {count} of them.",
    )


@claim(
    "tells-versions",
    "Each answer of the built-in server tells which Werkzeug and which Python it runs on.",
    expect=HOLDS,
    counter=Counter(server=WAITRESS),
)
def tells_versions(bench: Bench, *, server: str = BUILT_IN) -> Observation:
    found = bench.fetch(f"http://localhost:{port_of(bench, server)}/told").header("Server") or "nothing"
    return Observation(
        holds=f"Python/{bench.versions.python}" in found and "Werkzeug/" in found,
        because=f"The header Server of {CALLED[server]} says: {found}.",
    )


@claim(
    "host-demanded",
    "A request over HTTP/1.1 without a `Host` header is refused by both servers, as the standard demands.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "app = Flask(__name__)\n": (
                "app = Flask(__name__)\n\n\n"
                "@app.before_request\n"
                "def demand_host():\n"
                '    return None if "Host" in request.headers else ("Whom do you mean?", 400)\n'
            )
        }
    ),
)
def host_demanded(bench: Bench) -> Observation:
    found = {
        server: status_of(bench.raw(port_of(bench, server), request("GET /told"), SECONDS))
        for server in (BUILT_IN, WAITRESS)
    }
    return Observation(
        holds=all(status.startswith("400") for status in found.values()),
        because="Without Host, "
        + " and ".join(f"{CALLED[name]} answered {how}" for name, how in found.items())
        + ".",
    )


@claim(
    "two-lengths",
    "A request that names two lengths is refused by Waitress before the app hears of it.",
    expect=HOLDS,
    counter=Counter(server=BUILT_IN),
)
def two_lengths(bench: Bench, *, server: str = WAITRESS) -> Observation:
    number = secrets.token_hex(6)
    lengths = ("Content-Length: 6", "Content-Length: 8")
    form = "Content-Type: application/x-www-form-urlencoded"
    sent = request(f"POST /order/{number}", "Host: localhost", form, *lengths, body="seat=A12")
    status = status_of(bench.raw(port_of(bench, server), sent, SECONDS))
    heard = begun(bench, number)
    return Observation(
        holds=status.startswith("400") and not heard,
        because=f"Told two lengths, {CALLED[server]} answered {status}; "
        f"the view was {'' if heard else 'not '}called.",
    )


@claim(
    "same-everywhere",
    "What one server takes, the other takes too: the limits are those of HTTP.",
    expect=FAILS,
    mistake=True,
    counter=Counter(count=50),
)
def same_everywhere(bench: Bench, *, count: int = 150) -> Observation:
    many = [f"X-Seat-{number}: free" for number in range(count)]
    sent = request("GET /told", "Host: localhost", *many)
    found = {
        server: status_of(bench.raw(port_of(bench, server), sent, SECONDS)) for server in (BUILT_IN, WAITRESS)
    }
    return Observation(
        holds=len({status.partition(" ")[0] for status in found.values()}) == 1,
        because=f"With {count} headers, "
        + " and ".join(f"{CALLED[name]} answered {how}" for name, how in found.items())
        + ".",
    )
