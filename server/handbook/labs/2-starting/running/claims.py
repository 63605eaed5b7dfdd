"""What is said about starting an app, decided by starting a ferry's timetable."""

import contextlib
import socket
from collections.abc import Iterator

import psutil

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

# Runs app.py as a script, but for the server: what Flask hands to it is printed.
AS_A_SCRIPT = """
import runpy, werkzeug.serving
werkzeug.serving.run_simple = lambda host, port, app, **options: print(
    "SERVES", host, port, "debug" if options["use_reloader"] or options["use_debugger"] else "plain"
)
runpy.run_path("app.py", run_name="__main__")
"""


def listening(pid: int) -> str:
    """The address on which a process takes connections."""
    found = [one for one in psutil.Process(pid).net_connections("tcp") if one.status == psutil.CONN_LISTEN]
    if not found:
        raise Undecided("The server listens nowhere.", "Restore the lab.")
    return str(found[0].laddr.ip)


@contextlib.contextmanager
def occupied() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


@claim(
    "defaults",
    "app.run() without arguments serves on 127.0.0.1, port 5000, without debug mode.",
    expect=HOLDS,
    counter=Counter({'os.environ.get("PORT")': "8080"}),
)
def defaults(bench: Bench) -> Observation:
    said = bench.python("-c", AS_A_SCRIPT).output
    serves = next((line.split() for line in said.splitlines() if line.startswith("SERVES")), None)
    if serves is None:
        raise Undecided("The script served nothing.", "Let it call app.run again.")
    _, host, port, mode = serves
    return Observation(
        holds=(host, port, mode) == ("127.0.0.1", "5000", "plain"),
        because=f"Flask asked its server for host {host} and port {port}, "
        + ("without reloader and debugger." if mode == "plain" else "with reloader or debugger."),
    )


@claim(
    "network",
    "What flask run serves can be opened from every computer in the same network.",
    expect=FAILS,
    mistake=True,
    counter=Counter(options=("--host", "0.0.0.0")),  # noqa: S104 - that is the point
)
def network(bench: Bench, *, options: tuple[str, ...] = ()) -> Observation:
    server = bench.start("-m", "flask", "--app", "app.py", "run", "--port", str(bench.port()), *options)
    server.line("Running on")
    address = listening(server.pid)
    return Observation(
        holds=not address.startswith("127."),
        because=f"The server listens on {address}, "
        + ("which only this machine can reach." if address.startswith("127.") else "on every network."),
    )


@claim(
    "main-block",
    "flask run also runs the lines under if __name__ == '__main__'.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'if __name__ == "__main__":': "if __name__:"}),
)
def main_block(bench: Bench) -> Observation:
    said = bench.python("-m", "flask", "--app", "app.py", "routes").output
    if "/next" not in said:
        raise Undecided("The flask command did not find the app.", "Restore the lab.")
    ran = "Casting off." in said
    return Observation(
        holds=ran,
        because="The flask command loaded the app, and "
        + ("'Casting off.' was printed." if ran else "nothing was cast off: the block was not run."),
    )


@claim(
    "needs-app",
    "The flask command finds no app unless you say --app or set FLASK_APP.",
    expect=FAILS,
    mistake=True,
    counter=Counter(name="ferry.py"),
)
def needs_app(bench: Bench, *, name: str = "app.py") -> Observation:
    (bench.scratch / name).write_bytes((bench.folder / "app.py").read_bytes())
    ran = bench.python("-m", "flask", "routes", cwd=bench.scratch)
    found = ran.code == 0 and "/next" in ran.output
    return Observation(
        holds=not found,
        because=f"In a folder with nothing but {name}, flask routes "
        + ("listed /next." if found else f"ended with code {ran.code}."),
    )


@claim(
    "factory",
    "A factory is no app: --app app:create_app, without parentheses, does not work.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'def create_app(harbour="Kiel"):': "def create_app(harbour):"}),
)
def factory(bench: Bench) -> Observation:
    ran = bench.python("-m", "flask", "--app", "app:create_app", "routes")
    works = ran.code == 0 and "/next" in ran.output
    return Observation(
        holds=not works,
        because="With --app app:create_app, flask routes "
        + ("called the factory and listed /next." if works else f"ended with code {ran.code}."),
    )


@claim(
    "any-name",
    "The variable that holds the app may have any name, and the flask command still finds it.",
    expect=HOLDS,
    counter=Counter(more='another = Flask("another")\n'),
)
def any_name(bench: Bench, *, more: str = "") -> Observation:
    text = (
        (bench.folder / "app.py")
        .read_text("utf-8")
        .replace('app = create_app("Kiel")', 'ferry = create_app("Kiel")')
    )
    (bench.scratch / "boat.py").write_text(text + more, "utf-8")
    ran = bench.python("-m", "flask", "--app", "boat", "routes", cwd=bench.scratch)
    found = ran.code == 0 and "/next" in ran.output
    others = " and another app beside it" if more else ""
    return Observation(
        holds=found,
        because=f"With the app in a variable ferry{others}, flask --app boat "
        + ("listed its routes." if found else f"ended with code {ran.code}."),
    )


@claim(
    "taken-port",
    "When the port is taken, flask run moves on to the next free one.",
    expect=FAILS,
    mistake=True,
    counter=Counter(any_port=True),
)
def taken_port(bench: Bench, *, any_port: bool = False) -> Observation:
    with occupied() as port:
        asked = 0 if any_port else port
        server = bench.start("-m", "flask", "--app", "app.py", "run", "--port", str(asked))
        found = server.line(r"Running on http://[^:]+:(\d+)|in use|forbidden")
        if found[1] is not None:
            return Observation(holds=True, because=f"Asked for port {asked}, it serves on {found[1]}.")
        ran = server.wait(10)
    return Observation(
        holds=False, because=f"It said that the port is in use, and ended with code {ran.code}."
    )


@claim(
    "lines-after",
    "The lines after app.run() run as soon as the server is up.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'app.run(port=os.environ.get("PORT"))': "import threading\n"
            '    threading.Thread(target=app.run, kwargs={"port": os.environ.get("PORT")}).start()'
        }
    ),
)
def lines_after(bench: Bench) -> Observation:
    port = bench.port()
    server = bench.start("app.py", env={"PORT": str(port)})
    answer = bench.fetch(f"http://127.0.0.1:{port}/next")
    early = "Back in the harbour." in server.output
    return Observation(
        holds=early,
        because=f"The server answered {answer.status}, and 'Back in the harbour.' was "
        + ("printed already." if early else "not printed yet."),
    )


@claim(
    "flask-env",
    "FLASK_ENV=development turns debug mode on.",
    expect={"flask>=2.3": FAILS, "": HOLDS},
    counter={"flask>=2.3": Counter(variable="FLASK_DEBUG", value="1"), "": Counter(variable="FLASK_MODE")},
)
def flask_env(bench: Bench, *, variable: str = "FLASK_ENV", value: str = "development") -> Observation:
    said = bench.python("-c", "from app import app; print('DEBUG', app.debug)", env={variable: value}).output
    on = "DEBUG True" in said
    return Observation(
        holds=on,
        because=f"Flask {bench.versions.flask}, started with {variable}={value}, "
        + ("has app.debug on." if on else "leaves app.debug off."),
    )
