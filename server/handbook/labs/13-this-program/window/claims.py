"""What is said about windows around web apps, decided in a real pywebview window that nobody sees."""

import json
from typing import Any
from urllib.parse import quote

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim

NEEDS = ("pywebview", "qtpy", "pyside6-webengine")

BEGIN = """
import json, threading, time
from window import show

def ask(script):
    got, done = [], threading.Event()
    window.evaluate_js(script, lambda value: (got.append(value), done.set()))
    return got[0] if done.wait(5) else None

def until(script, seconds):
    limit = time.monotonic() + seconds
    while not window.evaluate_js(script) and time.monotonic() < limit:
        time.sleep(0.02)

def meanwhile(opened):
    global window
    window = opened
    window.events.loaded.wait(10)
    try:
        print("found", json.dumps(look()), flush=True)
    finally:
        window.destroy()
"""


def in_window(bench: Bench, url: str, look: str) -> Any:
    """What the body of a function `look` returns that runs beside a window on `url`."""
    bench.needs(*NEEDS)
    body = "\n".join(f"    {line}" for line in look.strip().split("\n"))
    code = f"{BEGIN}\ndef look():\n{body}\n\nshow({url!r}, meanwhile)\n"
    ran = bench.python("-c", code, env=bench.offscreen(), timeout=30)
    found = [line for line in ran.output.split("\n") if line.startswith("found ")]
    if not found:
        last = ran.output.strip().rpartition("\n")[2]
        raise Undecided(f"The window did not open as it should: {last}.", "Run `fumehood doctor`.")
    return json.loads(found[0].removeprefix("found "))


@claim(
    "same-login",
    "Whoever is logged in to a site in the browser is logged in to it in a program's window too.",
    expect=FAILS,
    mistake=True,
    counter=Counter(same=True),
)
def same_login(bench: Bench, *, same: bool = False) -> Observation:
    browser = bench.engine()
    browser.visit(f"{bench.url}/")
    browser.run("void (document.cookie = 'reader=Ada; max-age=3600')")
    window = browser if same else bench.engine()
    window.visit(f"{bench.url}/drawer")
    got = window.run("document.cookie")
    return Observation(
        holds="Ada" in got,
        because=f"After {'the same' if same else 'another'} profile had got the cookie reader=Ada, the window"
        f" {f'had {got}' if got else 'had no cookie at all'}.",
        shown=bench.arrived("/drawer")[-1],
    )


@claim(
    "agent-proves-window",
    "A request whose User-Agent names the window's engine comes from the window.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'if "QtWebEngine" not in request.headers.get("User-Agent", ""):': (
                'if request.headers.get("X-Launch") != "what only the window was told":'
            )
        }
    ),
)
def agent_proves_window(bench: Bench) -> Observation:
    seen = bench.send("GET", "/drawer", headers={"User-Agent": "curl, pretending: QtWebEngine/6"})
    return Observation(
        holds=seen.status != 200,
        because="To a client that only wrote QtWebEngine into its User-Agent the app answered"
        f" {seen.status_line} and {seen.text!r}.",
    )


@claim(
    "main-thread-only",
    "On a background thread the window does not open, so the server cannot keep the main one.",
    expect=HOLDS,
    counter=Counter(where="opens()"),
)
def main_thread_only(
    bench: Bench, *, where: str = "thread = threading.Thread(target=opens); thread.start(); thread.join()"
) -> Observation:
    bench.needs(*NEEDS)
    code = f"""
import threading
from window import show

def opens():
    try:
        show({bench.url + "/"!r}, lambda window: (print("opened", flush=True), window.destroy()))
    except Exception as error:
        print(f"raised {{error}}", flush=True)

{where}
"""
    running = bench.start("-c", code, env=bench.offscreen())
    said = running.line("^(opened|raised .*)", 30)[1]
    thread = "the main thread" if where == "opens()" else "another thread"
    return Observation(
        holds="main thread" in said,
        because=f"On {thread} the program {said.replace('raised', 'was told:').rstrip('.')}.",
    )


@claim(
    "bridge-for-all",
    "A page of another origin, once the window shows it, can call the functions that I pass as js_api.",
    expect=HOLDS,
    counter=Counter(
        {
            "    def read(self, name):\n": "    def read(self, name):\n"
            '        if "//localhost:" not in webview.windows[0].get_current_url():\n'
            '            return "who are you?"\n'
        }
    ),
)
def bridge_for_all(bench: Bench) -> Observation:
    elsewhere = bench.url.replace("localhost", "127.0.0.1") + "/?text=from-elsewhere"
    got = in_window(
        bench,
        f"{bench.url}/",
        f"""
window.load_url({elsewhere!r})
until("location.hostname === '127.0.0.1' && !!(window.pywebview && pywebview.api.read)", 5)
return [window.evaluate_js("location.origin"), ask("pywebview.api.read('diary')")]
""",
    )
    return Observation(
        holds="not for strangers" in str(got[1]),
        because=f"The window was sent on from localhost to a page of {got[0].rpartition(':')[0]},"
        f" whose call of pywebview.api.read('diary') returned {got[1]!r}.",
    )


@claim(
    "strangers-text-stays-text",
    "What a stranger slips into my page can at worst disturb the page.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"{{ text|safe }}": "{{ text }}"}),
)
def strangers_text_stays_text(bench: Bench) -> Observation:
    script = """<script>addEventListener("pywebviewready", () =>
pywebview.api.album.burn().then((said) => { document.title = said; }));</script>"""
    got = in_window(
        bench,
        f"{bench.url}/?text={quote(script)}",
        """
until("document.title !== 'Postcards'", 1)
return window.evaluate_js("document.title")
""",
    )
    burnt = "burnt" in got
    return Observation(
        holds=not burnt,
        because="A card with a script in it was shown, "
        + (
            f"which called Python's Album.burn() and got back: {got}." if burnt else "and nothing was called."
        ),
        shown=bench.arrived("/")[0],
    )


@claim(
    "dialog-gives-path",
    "A file dialog that Python opens gives it the path of the chosen file.",
    expect=HOLDS,
    counter=Counter(button="reject"),
)
def dialog_gives_path(bench: Bench, *, button: str = "accept") -> Observation:
    letter = bench.scratch / "letter.txt"
    letter.write_text("Dear Ada")
    got = in_window(
        bench,
        f"{bench.url}/",
        f"""
from PySide6.QtCore import QMetaObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog

def press():
    while not isinstance(QApplication.activeModalWidget(), QFileDialog):
        time.sleep(0.02)
    dialog = QApplication.activeModalWidget()
    QMetaObject.invokeMethod(dialog, {button!r}, Qt.ConnectionType.QueuedConnection)

threading.Thread(target=press, daemon=True).start()
return ask("pywebview.api.choose(" + {json.dumps(json.dumps(str(letter)))} + ")")
""",
    )
    chosen = got[0] if got else None
    return Observation(
        holds=chosen == str(letter),
        because=f"In the dialog somebody pressed {'Open' if button == 'accept' else 'Cancel'}, and Python got"
        f" {'the path of ' + letter.name + ' with all its folders' if chosen == str(letter) else got}.",
    )
