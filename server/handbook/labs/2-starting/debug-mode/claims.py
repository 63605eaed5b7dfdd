"""What is said about debug mode, decided on a bakery's till."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

DEBUG = {"FLASK_DEBUG": "1"}
NO_RELOADER = ("--no-reload",)
SWITCHED_ON = "The till is switched on."
# A till that writes down what it sold, and reads it when it is switched on.
WRITTEN_DOWN = """
class Kept(list):
    def append(self, loaf):
        super().append(loaf)
        open(BOOK, "w").write(" ".join(self))


BOOK = os.path.join(app.root_path, "sold.txt")
sold = Kept(open(BOOK).read().split() if os.path.exists(BOOK) else [])
"""
# What a visitor would see if the app itself told what went wrong.
TELLS_ALL = """
import traceback


@app.errorhandler(Exception)
def tell(error):
    return traceback.format_exc(), 500


@app.get("/")"""


class Till:
    """The bakery's till under the flask command."""

    def __init__(self, bench: Bench, *options: str, env: dict[str, str], folder: Path | None = None) -> None:
        self._bench = bench
        self._url = f"http://127.0.0.1:{bench.port()}"
        port = self._url.rpartition(":")[2]
        self.server = bench.start(
            "-m", "flask", "--app", "app.py", "run", "--port", port, *options, env=env, cwd=folder
        )
        self.server.line("Running on")

    def ask(self, path: str, method: str = "GET") -> str:
        """What it answers."""
        return self._bench.fetch(self._url + path, method).text

    def number(self, path: str, name: str, method: str = "GET") -> int:
        """A number of its JSON answer."""
        found = re.search(rf'"{name}":\s*(\d+)', self.ask(path, method))
        if found is None:
            raise Undecided(f"{path} told no {name}.", "Restore the lab.")
        return int(found[1])


def saved(bench: Bench) -> dict[str, Any]:
    """What a till in debug mode says of itself, before and after its file was saved with another price."""

    def find() -> dict[str, Any]:
        file = bench.scratch / "app.py"
        text = (bench.folder / "app.py").read_text("utf-8")
        file.write_text(text, "utf-8")
        till = Till(bench, env=DEBUG, folder=bench.scratch)
        answering = till.number("/till", "process")
        till.server.line("Debugger PIN")  # who answers says it last: what was printed before is here
        found: dict[str, Any] = {
            "started": till.server.pid,
            "answering": answering,
            "runs": till.server.output.count(SWITCHED_ON),
            "before": till.number("/sell/rye", "sold", "POST"),
        }
        file.write_text(text.replace('"rye": 34', '"rye": 350'), "utf-8")
        till.server.line("Debugger PIN", 20, count=2)
        found["price"] = till.number("/price/rye", "price")
        found["after"] = till.number("/till", "sold")
        found["pins"] = re.findall(r"Debugger PIN: (\S+)", till.server.output)
        return found

    return bench.found("saved", find)


def without_reloader(bench: Bench) -> dict[str, Any]:
    """What a till in debug mode without a reloader says of itself."""

    def find() -> dict[str, Any]:
        till = Till(bench, *NO_RELOADER, env=DEBUG)
        answering = till.number("/till", "process")
        till.server.line("GET /till")  # the only process has said so last: what it printed before is here
        runs = till.server.output.count(SWITCHED_ON)
        return {"started": till.server.pid, "answering": answering, "runs": runs}

    return bench.found("without a reloader", find)


def crashed(bench: Bench, **env: str) -> dict[str, Any]:
    """The page of a price that nobody knows, and what the debugger's console gave to one without a PIN."""

    def find() -> dict[str, Any]:
        till = Till(bench, *NO_RELOADER, env=env)
        page = till.ask("/price/gold")
        if "KeyError" not in page and "Internal Server Error" not in page:
            raise Undecided("The till knows the price of gold.", "Let it stumble again.")
        secret, frame = re.search(r'SECRET = "(\w+)"', page), re.search(r'id="frame-(\d+)"', page)
        if secret is None or frame is None:
            return {"page": page, "console": None}
        asked = {"__debugger__": "yes", "cmd": "6 * 7000", "frm": frame[1], "s": secret[1]}
        return {"page": page, "console": till.ask(f"/price/rye?{urlencode(asked)}")}

    return bench.found(f"crashed {env}", find)


@claim(
    "same-process",
    "While the reloader is on, the process that you started answers no request.",
    expect=HOLDS,
    counter=Counter(reloader=False),
)
def same_process(bench: Bench, *, reloader: bool = True) -> Observation:
    found = saved(bench) if reloader else without_reloader(bench)
    return Observation(
        holds=found["answering"] != found["started"],
        because=f"Process {found['started']} was started, and process {found['answering']} answered.",
    )


@claim(
    "once",
    "When flask run starts in debug mode, the module of the app is run once.",
    expect=FAILS,
    mistake=True,
    counter=Counter(reloader=False),
)
def once(bench: Bench, *, reloader: bool = True) -> Observation:
    runs = (saved(bench) if reloader else without_reloader(bench))["runs"]
    return Observation(
        holds=runs == 1,
        because=f"By the time of the first answer 'The till is switched on.' was printed {runs} "
        + ("time." if runs == 1 else "times."),
    )


@claim(
    "memory-survives",
    "When a file changes, the reloader loads it into the running app, which keeps what it has in memory.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"sold = []\n": WRITTEN_DOWN}),
)
def memory_survives(bench: Bench) -> Observation:
    found = saved(bench)
    price, before, after = found["price"], found["before"], found["after"]
    return Observation(
        holds=price == 350 and after == before,
        because=f"The new price of rye is {price}; the till had sold {before} and now says {after}.",
    )


@claim(
    "debug-in-the-file",
    "Writing app.debug = True in the file switches on the reloader of flask run.",
    expect=FAILS,
    mistake=True,
    counter=Counter(variables=DEBUG),
)
def debug_in_the_file(bench: Bench, *, variables: dict[str, str] | None = None) -> Observation:
    text = (bench.folder / "app.py").read_text("utf-8")
    (bench.scratch / "app.py").write_text(text + "\n\napp.debug = True\n", "utf-8")
    till = Till(bench, env=variables or {}, folder=bench.scratch)
    answering = till.number("/till", "process")
    reloads = answering != till.server.pid
    with_it = " and FLASK_DEBUG=1" if variables else ""
    return Observation(
        holds=reloads,
        because=f"With app.debug = True in the file{with_it}, requests are answered by "
        + ("a second process, which the reloader started." if reloads else "the only process there is."),
    )


@claim(
    "traceback-to-visitors",
    "When a view raises an exception, visitors see the traceback.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'@app.get("/")': TELLS_ALL.lstrip("\n")}),
)
def traceback_to_visitors(bench: Bench) -> Observation:
    seen = bench.send("GET", "/price/gold", may_crash=True)
    told = "KeyError" in seen.text
    return Observation(
        holds=told,
        because=f"GET /price/gold answered {seen.status_line}, "
        + ("and its page names the KeyError." if told else "with a page that does not name the KeyError."),
    )


@claim(
    "shows-nothing",
    "Without knowing the PIN, anybody who meets a crash in debug mode can read the source around it.",
    expect=HOLDS,
    counter=Counter(debug="0"),
)
def shows_nothing(bench: Bench, *, debug: str = "1") -> Observation:
    source = "PRICES[loaf]" in crashed(bench, FLASK_DEBUG=debug)["page"]
    return Observation(
        holds=source,
        because="The page of the error, asked for by a stranger, "
        + ("shows the line with PRICES[loaf] and what stands around it." if source else "has no source."),
    )


@claim(
    "pin-guards",
    "Without the PIN, nobody can run code in the debugger's console.",
    expect=HOLDS,
    counter=Counter(pin="off"),
)
def pin_guards(bench: Bench, *, pin: str = "") -> Observation:
    env = {"WERKZEUG_DEBUG_PIN": pin} if pin else {}
    console = crashed(bench, FLASK_DEBUG="1", **env)["console"]
    if console is None:
        raise Undecided("The page of the error is not the debugger's.", "Restore the lab.")
    ran = "42000" in console
    return Observation(
        holds=not ran,
        because="Sent to the console without a PIN, 6 * 7000 "
        + ("was answered with 42000." if ran else "was answered as if it were an ordinary request."),
    )


@claim(
    "new-pin",
    "The process that the reloader starts anew has the same debugger PIN as the one before it.",
    expect=HOLDS,
    counter=Counter({"sold = []\n": 'sold = []\nos.environ["WERKZEUG_DEBUG_PIN"] = f"123-{os.getpid()}"\n'}),
)
def new_pin(bench: Bench) -> Observation:
    pins = saved(bench)["pins"]
    first, second = pins[0], pins[-1]
    return Observation(
        holds=first == second,
        because="The process that served at first and the one that came after it "
        + ("have the same PIN." if first == second else "have different PINs."),
    )
