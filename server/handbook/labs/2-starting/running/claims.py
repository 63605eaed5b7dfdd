"""What is said about starting an app, decided by starting a ferry's timetable."""

import contextlib
import json
import socket
from collections.abc import Iterator
from typing import Any

import psutil

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

ANOTHER = 'another = Flask("another")\n'
# Runs app.py as a script, but for the server: what Flask hands to it is printed. Then runs the flask command
# in several folders, each time as if it were the first: one process serves, for importing Flask takes long.
AS_A_SCRIPT = """
import contextlib, io, json, os, runpy, sys
import flask.cli, werkzeug.serving
told = {}


def serve(host, port, app, **options):
    plain = not (options["use_reloader"] or options["use_debugger"])
    told["serves"] = [host, port, "plain" if plain else "debug"]


def ask(command, folder, *arguments):
    os.chdir(folder)
    for name in ("app", "boat", "ferry"):
        sys.modules.pop(name, None)
    said, shelves = io.StringIO(), list(sys.path)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            flask.cli.FlaskGroup(name="flask").main(list(arguments), prog_name="flask")
        except SystemExit as end:
            code = end.code or 0
        except Exception as error:
            code = 1
            print(error)
    sys.path[:] = shelves
    told[command] = [code, said.getvalue()]


werkzeug.serving.run_simple = serve
with contextlib.redirect_stdout(io.StringIO()):
    runpy.run_path("app.py", run_name="__main__")
for command in json.loads(sys.argv[1]):
    ask(*command)
print(json.dumps(told))
"""


def told(bench: Bench) -> dict[str, Any]:
    """What Flask does with the timetable as a script, and what the flask command says in several folders."""

    def find() -> dict[str, Any]:
        folder = bench.scratch
        text = (bench.folder / "app.py").read_text("utf-8")
        boat = text.replace('app = create_app("Kiel")', 'ferry = create_app("Kiel")')
        files = {"app.py": text, "ferry.py": text, "boat.py": boat, "boats.py": boat + ANOTHER}
        for name, lines in files.items():
            (folder / name[:-3]).mkdir()
            (folder / name[:-3] / name.replace("boats", "boat")).write_text(lines, "utf-8")
        commands = [
            ("app", str(folder / "app"), "routes"),
            ("ferry", str(folder / "ferry"), "routes"),
            ("factory", str(folder / "app"), "--app", "app:create_app", "routes"),
            ("boat", str(folder / "boat"), "--app", "boat", "routes"),
            ("boats", str(folder / "boats"), "--app", "boat", "routes"),
        ]
        # A PORT that somebody has set would be taken for the default.
        ran = bench.python("-c", AS_A_SCRIPT, json.dumps(commands), env={"PORT": ""})
        try:
            found: dict[str, Any] = json.loads(ran.output.strip().splitlines()[-1])
        except (IndexError, ValueError):
            raise Undecided(f"Python said: {ran.output.strip()[-200:]}", "Restore the lab.") from None
        return found

    return bench.found("told", find)


def routes(bench: Bench, command: str) -> tuple[bool, str]:
    """Whether flask routes listed the timetable, and what is said of it."""
    code, said = told(bench)[command]
    found = code == 0 and "/next" in said
    return found, "listed /next." if found else f"ended with code {code}."


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
    serves = told(bench).get("serves")
    if serves is None:
        raise Undecided("The script served nothing.", "Let it call app.run again.")
    host, port, mode = serves
    return Observation(
        holds=(host, port, mode) == ("127.0.0.1", 5000, "plain"),
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
    _, said = told(bench)["app"]
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
    "Where the file is called app.py, flask run needs neither --app nor FLASK_APP.",
    expect=HOLDS,
    counter=Counter(name="ferry"),
)
def needs_app(bench: Bench, *, name: str = "app") -> Observation:
    found, how = routes(bench, name)
    return Observation(holds=found, because=f"In a folder with nothing but {name}.py, flask routes {how}")


@claim(
    "factory",
    "In --app app:create_app the name of a factory is enough: the flask command calls it.",
    expect=HOLDS,
    counter=Counter({'def create_app(harbour="Kiel"):': "def create_app(harbour):"}),
)
def factory(bench: Bench) -> Observation:
    found, how = routes(bench, "factory")
    return Observation(holds=found, because=f"With --app app:create_app, flask routes {how}")


@claim(
    "any-name",
    "The variable that holds the app may have any name, and the flask command still finds it.",
    expect=HOLDS,
    counter=Counter(folder="boats"),
)
def any_name(bench: Bench, *, folder: str = "boat") -> Observation:
    found, how = routes(bench, folder)
    others = " and another app beside it" if folder == "boats" else ""
    return Observation(
        holds=found,
        because=f"With the app in a variable ferry{others}, flask --app boat routes {how}",
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
    try:
        server.line("Back in the harbour", seconds=0.5)
        early = True
    except Undecided:
        early = False
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
