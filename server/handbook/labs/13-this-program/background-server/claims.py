"""What is said about servers on background threads, decided on a box office that runs as a program."""

import threading

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

BEGIN = """
import socket
from program import listen, serve, stop

def visit(path):
    visitor = socket.create_connection(listening.getsockname())
    visitor.sendall(f"GET {path} HTTP/1.0\\r\\n\\r\\n".encode())
    return visitor

def answer(visitor):
    return visitor.makefile("rb").read().decode().rpartition("\\r\\n\\r\\n")[2]
"""


def run(bench: Bench, code: str) -> str:
    """The last line that a program prints which uses the box office so."""
    ran = bench.python("-c", BEGIN + code)
    return ran.output.strip().rpartition("\n")[2]


@claim(
    "early-ones-wait",
    "A visitor who comes before the server's thread has started is answered, if the socket already listens.",
    expect=HOLDS,
    counter=Counter({"    listening.listen()  # whoever comes from now on waits in a queue\n": ""}),
)
def early_ones_wait(bench: Bench) -> Observation:
    said = run(
        bench,
        """
listening = listen()
visitor = visit("/arrive")
server, thread = serve(listening)
print(answer(visitor))
""",
    )
    return Observation(
        holds=said == "here I am",
        because=f"A visitor who connected before serve() was called ended with: {said}.",
    )


@claim(
    "one-port-one-program",
    "A program that insists on one port cannot be started a second time while the first one runs.",
    expect=HOLDS,
    counter=Counter(insists=False),
)
def one_port_one_program(bench: Bench, *, insists: bool = True) -> Observation:
    port = bench.port() if insists else 0
    said = run(
        bench,
        f"""
import errno
first = listen({port})
try:
    second = listen({port})
    print("on another port" if first.getsockname() != second.getsockname() else "on the same port")
except OSError as error:
    print(("in use: " if error.errno == errno.EADDRINUSE else "") + str(error))
""",
    )
    return Observation(
        holds=said.startswith("in use"),
        because=f"With {f'port {port}' if insists else 'port 0'}, the second listen() ended with: {said}.",
    )


@claim(
    "one-after-the-other",
    "A server that runs on one background thread answers one request after the other.",
    expect=FAILS,
    mistake=True,
    counter=Counter(threads=1),
)
def one_after_the_other(bench: Bench, *, threads: int = 4) -> Observation:
    said = run(
        bench,
        f"""
listening = listen()
serve(listening, threads={threads})
first, second = visit("/wait"), visit("/arrive")
print(answer(first))
""",
    )
    return Observation(
        holds=said == "alone",
        because="While one visitor's view waited for a friend, a second request "
        + ("was not" if said == "alone" else "was")
        + f" answered, with threads={threads}; the first visitor read {said!r}.",
    )


@claim(
    "debug-on-a-thread",
    "app.run(debug=True) works on a background thread as it does in a script.",
    expect=FAILS,
    mistake=True,
    counter=Counter(options="debug=True, use_reloader=False"),
)
def debug_on_a_thread(bench: Bench, *, options: str = "debug=True") -> Observation:
    ran = bench.python(
        "-c",
        f"""
import socket, threading
from app import app

address = ("127.0.0.1", {bench.port()})
threading.excepthook = lambda told: print("raised:", told.exc_value)
server = threading.Thread(target=app.run, kwargs=dict(port=address[1], {options}), daemon=True)
server.start()
while server.is_alive():
    try:
        with socket.create_connection(address, 0.2) as visitor:
            visitor.sendall(b"GET /arrive HTTP/1.0\\r\\n\\r\\n")
            print("answered:", visitor.recv(65536).decode().partition("\\r\\n")[0])
            break
    except OSError:
        server.join(0.01)
""",
    )
    said = next((line for line in ran.output.split("\n") if line.startswith(("raised", "answered"))), "")
    return Observation(
        holds=said.startswith("answered"),
        because=f"A thread that ran app.run({options}) {said or 'ended without a word'}.",
    )


@claim(
    "close-has-ended-it",
    "When server.close() has returned, the server has ended.",
    expect=FAILS,
    mistake=True,
    counter=Counter(then="thread.join()"),
)
def close_has_ended_it(bench: Bench, *, then: str = "pass") -> Observation:
    said = run(
        bench,
        f"""
still = 0
for _ in range(5):
    listening = listen()
    server, thread = serve(listening)
    answer(visit("/"))
    server.close()
    {then}
    still += thread.is_alive()
print(still)
""",
    )
    if not said.isdigit():
        raise Undecided(f"The program ended with: {said}.", "Restore the lab.")
    return Observation(
        holds=said == "0",
        because=f"After server.close(){' and thread.join()' if 'join' in then else ''} the server's thread"
        f" was still running in {said} of 5 tries.",
    )


@claim(
    "daemons-are-cut-off",
    "When a program ends, a request that its daemon threads are answering is cut off.",
    expect=HOLDS,
    counter=Counter(end="stop(server, thread)"),
)
def daemons_are_cut_off(bench: Bench, *, end: str = "pass") -> Observation:
    running = bench.start(
        "-c",
        f"""{BEGIN}
from app import selling
listening = listen()
server, thread = serve(listening)
print("port", listening.getsockname()[1], flush=True)
selling.wait()
{end}
""",
    )
    port = int(running.line(r"port (\d+)")[1])
    got = []
    visitor = threading.Thread(target=lambda: got.append(bench.raw(port, b"GET /sell HTTP/1.0\r\n\r\n")))
    visitor.start()
    running.wait(10)
    visitor.join()
    text = got[0].decode().rpartition("\r\n\r\n")[2]
    return Observation(
        holds="seat" not in text,
        because="The program ended"
        + ("" if end == "pass" else " with stop(server, thread)")
        + f" while a ticket was being sold, and the visitor received {repr(text) if text else 'nothing'}.",
    )


@claim(
    "exit-ends-nothing",
    "After sys.exit() in a view the program goes on serving.",
    expect=HOLDS,
    counter=Counter({"sys.exit()": "os._exit(0)", "import sys\n": "import os\n"}),
)
def exit_ends_nothing(bench: Bench) -> Observation:
    running = bench.start(
        "-c",
        BEGIN
        + """
import threading
from app import app
leave, left = app.view_functions["leave"], threading.Event()

def watched():
    try:
        return leave()
    finally:
        left.set()

app.view_functions["leave"] = watched
listening = listen()
serve(listening)
leaving = visit("/quit")
left.wait(10)
print("later", answer(visit("/arrive")), flush=True)
""",
    )
    ran = running.wait(10)
    alive = "later here I am" in ran.output
    return Observation(
        holds=alive,
        because="After a visit to /quit the program "
        + ("went on, and answered the next visitor." if alive else "was gone.")
        + (" Waitress had caught the SystemExit and logged it." if "SystemExit" in ran.output else ""),
    )
