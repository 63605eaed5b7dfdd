"""What is said about background jobs, decided in a bakery with a real worker."""

import os
import secrets
import signal
from typing import Any

from server.handbook.experiment import (
    FAILS,
    HOLDS,
    Bench,
    Counter,
    Observation,
    Running,
    Seen,
    Undecided,
    claim,
)

SECONDS = 15.0


def queue() -> str:
    """A queue that no other experiment uses."""
    return f"q{secrets.token_hex(4)}"


def worker(bench: Bench, name: str, *, pool: str = "solo", broker: str = "") -> Running:
    """A real worker of this bakery for one queue, which is about to be ready."""
    bench.needs("celery")
    options = ("--pool", pool, "--concurrency=1", "--loglevel=INFO", "--queues", name, "-n", f"{name}@bakery")
    quick = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    env = {"SHELF": shelf(bench)["folder"], **({"BROKER": broker} if broker else {})}
    return bench.start("-m", "celery", "-A", "app:celery", "worker", *options, *quick, env=env)


def shelf(bench: Bench) -> dict[str, Any]:
    """The folder of the orders, and those that wait in it."""
    found: dict[str, Any] = bench.send("GET", "/shelf").json()
    return found


def ask_for(bench: Bench, path: str, name: str, **form: str) -> tuple[str, Seen]:
    """Send an order into a queue; its number, and the answer."""
    seen = bench.send("POST", path, query={"queue": name}, form=form)
    number = seen.json().get("order")
    if not isinstance(number, str):
        raise Undecided("The bakery gave no number for the order.", "Restore the lab.")
    return number, seen


def state_of(bench: Bench, number: str) -> dict[str, Any]:
    """What is known of an order now."""
    found: dict[str, Any] = bench.send("GET", f"/order/{number}").json()
    return found


def ended(bench: Bench, running: Running, number: str) -> dict[str, Any]:
    """What became of an order, once its worker has said that it is done with it."""
    running.line(rf"\[{number}\] (succeeded|raised)|[Rr]evoked.*{number}|{number}.*[Rr]evoked", SECONDS)
    return state_of(bench, number)


def evening(bench: Bench) -> dict[str, Any]:
    """What became of two orders that a worker found when it started; it serves all claims about them."""

    def find() -> dict[str, Any]:
        name = queue()
        bread, _ = ask_for(bench, "/order", name, loaves="3")
        fire, _ = ask_for(bench, "/light", name)
        waiting = sum(name in file for file in shelf(bench)["waiting"])
        running = worker(bench, name)
        found: dict[str, Any] = {"waiting": waiting}
        for what, number in (("bread", bread), ("fire", fire)):
            state = state_of(bench, number)
            found[what] = ended(bench, running, number) if state["state"] in {"PENDING", "RETRY"} else state
        found["matches"] = running.output.count("striking a match")
        return found

    return bench.found("evening", find)


@claim(
    "delay-waits",
    "A view that calls a task with delay() has answered before the task is done.",
    expect=HOLDS,
    counter=Counter(
        {"worker_enable_remote_control=False": "task_always_eager=True, task_store_eager_result=True"}
    ),
)
def delay_waits(bench: Bench) -> Observation:
    number, seen = ask_for(bench, "/order", queue(), loaves="3")
    state = state_of(bench, number)["state"]
    return Observation(
        holds=seen.status == 202 and state == "PENDING",
        because=f"The answer {seen.status_line} came while no worker ran at all, and the order was {state}.",
    )


@claim(
    "no-worker-no-task",
    "A task that is sent while no worker runs is lost.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'(request.form["loaves"],), queue': '(request.form["loaves"],), expires=0.001, queue'}),
)
def no_worker_no_task(bench: Bench) -> Observation:
    found = evening(bench)
    state = found["bread"]["state"]
    return Observation(
        holds=state != "SUCCESS",
        because=f"Before any worker ran, the shelf held {found['waiting']} orders; the worker that was "
        f"started then left the first of them {state}.",
    )


@claim(
    "sees-globals",
    "A task sees what the view has put into a global variable just before.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"worker_enable_remote_control=False": "task_always_eager=True, task_store_eager_result=True"}
    ),
)
def sees_globals(bench: Bench) -> Observation:
    found = evening(bench)["bread"]
    return Observation(
        holds="250" in found["result"],
        because=f"The view set the oven to 250, and the task reported {found['result']}.",
    )


@claim(
    "any-object",
    "A task can be given any object as an argument.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"worker_enable_remote_control=False": 'task_serializer="pickle"'}),
)
def any_object(bench: Bench) -> Observation:
    seen = bench.send("POST", "/gift", may_crash=True)
    events = seen.all_of("exception")
    raised = f", for {events[0]['type']}: {events[0]['message']}" if events else ""
    return Observation(
        holds=seen.status == 202,
        because=f"Given a set of two names, the task got {seen.status_line}{raised.rstrip('.')}.",
    )


@claim(
    "tried-again",
    "A task that raises an exception is tried again.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "@celery.task\ndef light": "@celery.task(autoretry_for=(OSError,), max_retries=1, "
            "retry_kwargs={'countdown': 0})\ndef light"
        }
    ),
)
def tried_again(bench: Bench) -> Observation:
    found = evening(bench)
    fire, tries = found["fire"], found["matches"]
    return Observation(
        holds=tries > 1,
        because=f"Before the order was given up as {fire['state']} ({fire['result']}), a match was struck "
        f"{tries} time{'' if tries == 1 else 's'}.",
    )


@claim(
    "lost-worker",
    "A task whose process is killed in the middle is not done again.",
    expect=HOLDS,
    counter=Counter(
        {"@celery.task\ndef knead": "@celery.task(acks_late=True, reject_on_worker_lost=True)\ndef knead"}
    ),
)
def lost_worker(bench: Bench) -> Observation:
    name = queue()
    ask_for(bench, "/knead", name)
    running = worker(bench, name, pool="prefork")
    first = int(running.line(r"kneading in process (\d+)", SECONDS)[1])
    os.kill(first, signal.SIGKILL)
    running.line("WorkerLostError", SECONDS)
    # Sent now, this one stands behind whatever was put back onto the shelf.
    after, _ = ask_for(bench, "/order", name, loaves="1")
    then = running.line(rf"kneading in process|\[{after}\] succeeded", SECONDS, count=2)[0]
    again = then.startswith("kneading")
    return Observation(
        holds=not again,
        because=f"Its process {first} was killed while it kneaded, and the worker said WorkerLostError; "
        f"the next thing it did was {'to knead again' if again else 'the next order'}.",
    )


@claim(
    "unknown-is-an-error",
    "Celery says the same of a task that waits and of one that was never sent.",
    expect=HOLDS,
    counter=Counter(
        {
            '    return {"order": task.id}, 202': '    SENT.add(task.id)\n    return {"order": task.id}, 202',
            'OVEN = {"heat": 180}': 'OVEN = {"heat": 180}\nSENT = set()',
            '{"state": result.state,': '{"state": result.state if number in SENT else "UNKNOWN",',
        }
    ),
)
def unknown_is_an_error(bench: Bench) -> Observation:
    never = state_of(bench, "no-such-order")["state"]
    number, _ = ask_for(bench, "/order", queue(), loaves="2")
    waiting = state_of(bench, number)["state"]
    return Observation(
        holds=never == waiting,
        because=f"An order that waits is {waiting}, and one that never was is {never}.",
    )


@claim(
    "another-broker",
    "With Redis in the place of the files nothing of the app has to be changed but the broker's address.",
    expect=HOLDS,
    counter=Counter(running=False),
)
def another_broker(bench: Bench, *, running: bool = True) -> Observation:
    bench.needs("redis")
    port = bench.port()
    options = ("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no")
    redis = bench.start_program("redis-server", *options, install="apt install redis-server")
    redis.line(r"[Rr]eady to accept connections")
    if not running:
        redis.stop()
    broker, name = f"redis://127.0.0.1:{port}/0", queue()
    worker(bench, name, broker=broker)
    code = (
        "import app\n"
        f"order = app.bake.apply_async((3,), queue={name!r}, retry=False)\n"
        "print('got', order.get(timeout=15, interval=0.02))"
    )
    ran = bench.python("-c", code, env={"SHELF": shelf(bench)["folder"], "BROKER": broker})
    last = ran.output.strip().split("\n")[-1].rstrip(".")
    return Observation(
        holds=last.startswith("got 3 loaves"),
        because=f"With Redis as the broker{'' if running else ', stopped before,'} the order ended in: "
        f"{last}.",
    )
