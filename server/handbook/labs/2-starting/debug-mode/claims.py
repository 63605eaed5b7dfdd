"""What is said about debug mode, decided on a bakery's till."""

import re
from pathlib import Path
from urllib.parse import urlencode

from server.handbook.bench import Bench
from server.handbook.experiment import FAILS, HOLDS, Counter, Observation, Undecided, claim

DEBUG = {"FLASK_DEBUG": "1"}
NO_RELOADER = ("--no-reload",)
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
PIN = """
from app import app
from werkzeug.debug import get_pin_and_cookie_name
print("PIN", get_pin_and_cookie_name(app)[0])
"""


class Till:
    """The bakery's till under the flask command."""

    def __init__(self, bench: Bench, *options: str, folder: Path | None = None, **env: str) -> None:
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


def crashed(till: Till) -> str:
    """The page of a price that nobody knows."""
    page = till.ask("/price/gold")
    if "KeyError" not in page and "Internal Server Error" not in page:
        raise Undecided("The till knows the price of gold.", "Let it stumble again.")
    return page


@claim(
    "same-process",
    "In debug mode, requests are answered by the very process that you started.",
    expect=FAILS,
    mistake=True,
    counter=Counter(options=NO_RELOADER),
)
def same_process(bench: Bench, *, options: tuple[str, ...] = ()) -> Observation:
    till = Till(bench, *options, **DEBUG)
    answering = till.number("/till", "process")
    return Observation(
        holds=answering == till.server.pid,
        because=f"Process {till.server.pid} was started, and process {answering} answered.",
    )


@claim(
    "once",
    "When flask run starts in debug mode, the module of the app is run once.",
    expect=FAILS,
    mistake=True,
    counter=Counter(options=NO_RELOADER),
)
def once(bench: Bench, *, options: tuple[str, ...] = ()) -> Observation:
    till = Till(bench, *options, **DEBUG)
    till.ask("/till")
    count = till.server.output.count("The till is switched on.")
    return Observation(
        holds=count == 1,
        because=f"By the time of the first answer 'The till is switched on.' was printed {count} "
        + ("time." if count == 1 else "times."),
    )


@claim(
    "memory-survives",
    "When a file changes, the reloader loads it into the running app, which keeps what it has in memory.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"sold = []\n": WRITTEN_DOWN}),
)
def memory_survives(bench: Bench) -> Observation:
    file = bench.scratch / "app.py"
    text = (bench.folder / "app.py").read_text("utf-8")
    file.write_text(text, "utf-8")
    till = Till(bench, folder=bench.scratch, **DEBUG)
    before = till.number("/sell/rye", "sold", "POST")
    file.write_text(text.replace('"rye": 34', '"rye": 350'), "utf-8")
    till.server.line("The till is switched on.", 20, count=3)
    price = till.number("/price/rye", "price")
    after = till.number("/till", "sold")
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
    till = Till(bench, folder=bench.scratch, **(variables or {}))
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
    "Before the PIN is entered, the debugger shows nothing of the code.",
    expect=FAILS,
    mistake=True,
    counter=Counter(variables={"FLASK_DEBUG": "0"}),
)
def shows_nothing(bench: Bench, *, variables: dict[str, str] | None = None) -> Observation:
    page = crashed(Till(bench, *NO_RELOADER, **(variables or DEBUG)))
    source = "PRICES[loaf]" in page
    return Observation(
        holds=not source,
        because="The page of the error, asked for by a stranger, "
        + (
            "shows the line return {“price”: PRICES[loaf]} with what stands around it."
            if source
            else "has no source."
        ),
    )


@claim(
    "pin-guards",
    "Without the PIN, nobody can run code in the debugger's console.",
    expect=HOLDS,
    counter=Counter(pin="off"),
)
def pin_guards(bench: Bench, *, pin: str = "111-222-333") -> Observation:
    till = Till(bench, *NO_RELOADER, **DEBUG, WERKZEUG_DEBUG_PIN=pin)
    page = crashed(till)
    secret, frame = re.search(r'SECRET = "(\w+)"', page), re.search(r'id="frame-(\d+)"', page)
    if secret is None or frame is None:
        raise Undecided("The page of the error is not the debugger's.", "Restore the lab.")
    asked = {"__debugger__": "yes", "cmd": "6 * 7000", "frm": frame[1], "s": secret[1]}
    ran = "42000" in till.ask(f"/price/rye?{urlencode(asked)}")
    return Observation(
        holds=not ran,
        because="Sent to the console without a PIN, 6 * 7000 "
        + ("was answered with 42000." if ran else "was answered as if it were an ordinary request."),
    )


@claim(
    "new-pin",
    "The debugger makes a new PIN each time the server starts.",
    expect=FAILS,
    mistake=True,
    counter=Counter(second={"WERKZEUG_DEBUG_PIN": "111-222-333"}),
)
def new_pin(bench: Bench, *, second: dict[str, str] | None = None) -> Observation:
    pins = [re.search(r"PIN (\S+)", bench.python("-c", PIN, env=env).output) for env in ({}, second or {})]
    if pins[0] is None or pins[1] is None:
        raise Undecided("The debugger told no PIN.", "Restore the lab.")
    return Observation(
        holds=pins[0][1] != pins[1][1],
        because="Two processes, one after the other, "
        + ("have the same PIN." if pins[0][1] == pins[1][1] else "have different PINs."),
    )
