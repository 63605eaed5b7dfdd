"""What is said about load tests, decided by the real Locust on a bakery."""

import json
import signal
import time
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

CUSTOMERS = 3
SECONDS = 0.9
SLOW = 200.0


def options(bench: Bench, *more: str) -> tuple[str, ...]:
    """The arguments of Locust: a few customers, all at once, until it is told to end."""
    return (
        *("-m", "locust", "-f", "locustfile.py", "--headless", "--loglevel", "ERROR", "--only-summary"),
        *("--users", str(CUSTOMERS), "--spawn-rate", "100"),
        *("--host", bench.url, "--json-file", str(bench.scratch / "stats"), *more),
    )


def load(bench: Bench, wanted: str, *, workers: int = 0) -> tuple[dict[str, Any], list[str], int]:
    """What Locust counted, by page; who sent the requests that arrived; and the process that was started.

    With workers the work is divided among processes; else one does all. It is run once for all claims.
    """

    def find() -> tuple[dict[str, Any], list[str], int]:
        env = {"WANTED": wanted}
        if workers:
            port = str(bench.port())
            more = ("--master", "--master-bind-port", port, "--expect-workers", str(workers))
            first = bench.start(*options(bench, *more), env=env)
            joins = ("-m", "locust", "-f", "-", "--worker", "--master-port", port, "--loglevel", "ERROR")
            for _ in range(workers):
                bench.start(*joins, env=env)
        else:
            first = bench.start(*options(bench), env=env)
        pid = first.pid
        # The time counts from the first customer on: a busy machine needs some to start Locust.
        bench.arrived(wanted.split(maxsplit=1)[0], seconds=30)
        time.sleep(SECONDS)
        first.signal(signal.SIGTERM)
        ran = first.wait(30)
        stats = bench.scratch / "stats.json"
        if not stats.is_file():
            last = ran.output.strip().rpartition("\n")[2]
            raise Undecided(f"Locust counted nothing: {last}", "Run the experiment again.")
        arrived = [seen for page in wanted.split() for seen in bench.arrived(page, seconds=0)]
        senders = [
            next((value for name, value in seen.exchange.request.headers if name.lower() == "x-customer"), "")
            for seen in arrived
        ]
        counted = json.loads(stats.read_text())
        return {each["name"]: each for each in counted}, senders, pid

    return bench.found(f"{wanted} {workers}", find)


def answered(stats: dict[str, Any], page: str) -> dict[str, Any]:
    """What was counted of a page; undecided where nobody came."""
    found: dict[str, Any] = stats.get(page, {"num_requests": 0})
    if found["num_requests"] < 1:
        raise Undecided(f"Nobody asked for {page} in time.", "Try again when the machine is idle.")
    return found


@claim(
    "users-are-requests",
    "Three users of a load test make three requests a second.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"constant(0.1)": "constant(1)"}),
)
def users_are_requests(bench: Bench) -> Observation:
    stats, _, _ = load(bench, "/bread")
    bread = answered(stats, "/bread")
    count = bread["num_requests"]
    # A busy machine ends the load test late: by then each user may have made another request a second.
    seconds = max(bread["last_request_timestamp"] - bread["start_time"], SECONDS)
    return Observation(
        holds=count <= CUSTOMERS * (1 + int(seconds + 0.05)),
        because=f"{CUSTOMERS} users made {count} requests in {seconds:.1f} s.",
    )


@claim(
    "average-is-enough",
    "If the average is well below a fifth of a second, nobody waits that long.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"        time.sleep(0.2)  # every tenth has yet to come out of the oven\n": "        pass\n"}
    ),
)
def average_is_enough(bench: Bench) -> Observation:
    stats, _, _ = load(bench, "/bread")
    bread = answered(stats, "/bread")
    average = bread["total_response_time"] / bread["num_requests"]
    slowest = bread["max_response_time"]
    if average > SLOW / 2 or bread["num_requests"] < 10:
        raise Undecided("The machine was too busy for a load test.", "Try again when it is idle.")
    return Observation(
        holds=slowest < SLOW,
        because=f"Of {bread['num_requests']} answers the average took {average:.0f} ms, and the slowest"
        f" {slowest:.0f} ms.",
    )


@claim(
    "slows-down-too",
    "With as many users, Locust asks a slow page less often than a quick one.",
    expect=HOLDS,
    counter=Counter(page="/bread"),
)
def slows_down_too(bench: Bench, *, page: str = "/roll") -> Observation:
    quick = answered(load(bench, "/bread")[0], "/bread")["num_requests"]
    slow = answered(load(bench, page)[0], page)["num_requests"]
    return Observation(
        holds=slow <= 0.7 * quick,
        because=f"In the same time the same users asked {quick} times for /bread and {slow} for {page}.",
    )


@claim(
    "errors-count",
    "Locust counts an answer with the status 503 as a failure, without being told.",
    expect=HOLDS,
    counter=Counter({'"no coffee today", 503': '"no coffee today", 200'}),
)
def errors_count(bench: Bench) -> Observation:
    stats, _, _ = load(bench, "/cake /coffee", workers=2)
    coffee = answered(stats, "/coffee")
    return Observation(
        holds=coffee["num_failures"] == coffee["num_requests"],
        because=f"Of {coffee['num_requests']} requests for coffee {coffee['num_failures']} were failures.",
    )


@claim(
    "sees-what-is-wrong",
    "A load test notices when a page says that something went wrong.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "self.client.get(page)\n": "with self.client.get(page, catch_response=True) as answer:\n"
            '                if "wrong" in answer.text:\n                    answer.failure("no cake")\n'
        }
    ),
)
def sees_what_is_wrong(bench: Bench) -> Observation:
    stats, _, _ = load(bench, "/cake /coffee", workers=2)
    cake = answered(stats, "/cake")
    return Observation(
        holds=cake["num_failures"] > 0,
        because=f"The page says 'Sorry, something went wrong.', and of {cake['num_requests']} requests for it"
        f" {cake['num_failures']} were failures.",
    )


@claim(
    "master-only-leads",
    "In distributed mode the master sends no requests itself.",
    expect=HOLDS,
    counter=Counter(workers=0),
)
def master_only_leads(bench: Bench, *, workers: int = 2) -> Observation:
    _, senders, started = load(bench, "/cake /coffee", workers=workers)
    own = sum(sender.split()[0] == str(started) for sender in senders)
    return Observation(
        holds=len(senders) > 0 and own == 0,
        because=f"Of {len(senders)} requests that arrived, {own} came from"
        f" {'the master' if workers else 'the only process that there was'},"
        f" {len(senders) - own} from its workers.",
    )


@claim(
    "users-are-divided",
    "The users that one asks for are divided among the workers.",
    expect=HOLDS,
    counter=Counter(workers=1),
)
def users_are_divided(bench: Bench, *, workers: int = 2) -> Observation:
    _, senders, _ = load(bench, "/cake /coffee", workers=workers)
    by_worker: dict[str, set[str]] = {}
    for sender in senders:
        worker, user = sender.split()
        by_worker.setdefault(worker, set()).add(user)
    shares = sorted(map(len, by_worker.values()))
    return Observation(
        holds=sum(shares) == CUSTOMERS and len(shares) > 1,
        because=f"{CUSTOMERS} users were asked for, and {workers} worker{'s' if workers > 1 else ''} ran"
        f" {' and '.join(map(str, shares))} of them.",
    )
