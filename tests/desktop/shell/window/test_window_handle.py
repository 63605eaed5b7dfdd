"""Tests of what other launches do to the window."""

import subprocess
import sys
import urllib.error

import pytest

from tests.support.fumehood_process import Visitor
from tests.support.other_server import other_server
from tests.support.window import cdp
from tests.support.window.program import FUMEHOOD, Program, UserDesktop, started

pytestmark = pytest.mark.window

WINDOW_BUTTON = "button[hx-post$='/window']:not(.icon-only)"
# Load a picture and a frame, and wait for both.
LOAD = """(() => {
    const picture = new Image();
    const frame = document.createElement("iframe");
    const ended = [picture, frame].map((one) => new Promise((done) => { one.onload = one.onerror = done; }));
    picture.src = "%s";
    frame.src = "%s";
    document.body.append(frame);
    return Promise.all(ended).then(() => 1);
})()"""


def launch_again(user_desktop: UserDesktop, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Launch Fumehood a second time and wait until that process has exited."""
    return subprocess.run(
        [*FUMEHOOD, *arguments],
        env=user_desktop.environment,
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def test_a_second_launch_raises_the_window(fumehood: Program) -> None:
    """It exits at once; the open window shows its target, comes to the front and has the keyboard focus."""
    page = fumehood.page()
    user_desktop = fumehood.user_desktop
    user_desktop.xdotool("windowminimize", "--sync", fumehood.window())
    done = launch_again(user_desktop, "lab:session#encrypted")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    place = "/handbook/session#claim-encrypted"
    cdp.until("the claim", lambda: page.run("location.pathname + location.hash") == place)
    name = cdp.until("the front", lambda: user_desktop.xdotool("getactivewindow", "getwindowname"))
    assert "Fumehood" in name
    assert len(fumehood.addresses()) == 1


def test_a_file_is_not_run_before_the_trust_question(user_desktop: UserDesktop) -> None:
    """An app given on the command line is offered for opening, and no process of it runs yet."""
    app = user_desktop.home.parent / "app.py"
    app.write_text("import flask\napp = flask.Flask(__name__)\n")
    with started(user_desktop, str(app)) as program:
        page = program.page()
        cdp.until("the question", lambda: page.run("location.pathname") == "/open")
        assert page.run("document.querySelector('input[name=target]').value") == str(app)
        assert not any(
            "supervisor.py" in " ".join(process.cmdline()) for process in user_desktop.left_behind()
        )
        assert program.end() == 0


def test_a_link_into_the_running_window_works_once(fumehood: Program) -> None:
    """`fumehood link` prints an address that opens a session once."""
    fumehood.page()
    done = launch_again(fumehood.user_desktop, "link")
    assert done.returncode == 0, done.stderr
    address = done.stdout.removeprefix("Fumehood is at ").strip()
    assert "Fumehood" in Visitor(address).home
    with pytest.raises(urllib.error.HTTPError):
        Visitor(address)


def test_other_servers_get_nothing_in_the_window(fumehood: Program) -> None:
    """A guest's window shares the engine with ours: what it loads of other servers carries no cookie of ours.

    Cookies that they set do not end our session, and one that is lost comes back by itself.
    """
    page = fumehood.page()
    origin, host = page.run("[location.origin, location.hostname]")
    page.click("form[hx-post='/try'] button")
    cdp.until("the bench", lambda: page.run("location.pathname").startswith("/bench/"))
    found = f"""document.querySelector('html[data-ready]') && document.querySelector("{WINDOW_BUTTON}")"""
    # htmx marks what it has prepared: a click before that does nothing.
    cdp.until("the button", lambda: page.run(f"'htmx-internal-data' in ({found} || {{}})"))
    # The header may still move while its app gets ready, so this is no click at a place.
    page.run(f'document.querySelector("{WINDOW_BUTTON}").click()', gesture=True)
    guest = fumehood.page("http://localhost")
    with other_server() as other:
        other.flood()
        for each in ("127.0.0.1", "localhost", "foreign.localhost", host):
            guest.run(LOAD % (other.url(each, "/favicon.ico"), other.url(each)))
            assert other.url(each).removeprefix("http://").rstrip("/") in other.values("Host")
        asking = "{method: 'POST', mode: 'no-cors', credentials: 'include'}"
        guest.run(f"fetch('{origin}/open', {asking}).catch(() => 1)")
        sent = " ".join(other.values("Cookie"))
    assert "fumehood-" not in sent
    assert "launch" not in str(other.received)
    name = f"fumehood-{origin.rpartition(':')[2]}"
    for _attempt in range(2):
        page.run("window.mark = 'old'; location.href = '/settings'; 1")
        cdp.until("the settings", lambda: page.run("location.pathname + window.mark") == "/settingsundefined")
        cdp.until("its scripts", lambda: page.run("document.querySelector('html[data-ready]') !== null"))
        page.call("Network.deleteCookies", name=name, url=origin)


# Fumehood whose server fails once there is a file.
FAILING_SERVER = """
import os, sys, threading, time
from waitress import wasyncore
from desktop.__main__ import main

def fail(**arguments):
    raise ValueError("filedescriptor out of range in select()")

def wait_for(file):
    while not os.path.exists(file):
        time.sleep(0.05)
    wasyncore.loop = fail

threading.Thread(target=wait_for, args=(sys.argv[1],), daemon=True).start()
sys.argv = ["fumehood"]
main()
"""


def test_the_end_of_the_server_is_told_in_the_window(user_desktop: UserDesktop) -> None:
    """If the server of the pages ends by itself, a dialog says so, and the window closes after it."""
    fails = user_desktop.home.parent / "fails"
    with started(user_desktop, str(fails), command=(sys.executable, "-c", FAILING_SERVER)) as program:
        program.page()
        main_window = program.window()
        fails.touch()
        dialog = cdp.until("a dialog", lambda: _other_window(program, main_window))
        user_desktop.xdotool("windowactivate", "--sync", dialog, "key", "Escape")
        assert program.process.wait(60) == 8
        assert "has ended the server of its pages" in program.log.read_text("utf-8")


def _other_window(program: Program, main_window: str) -> str:
    """Return the id of the window that has come to the front; "" if it is the main one."""
    front = program.user_desktop.xdotool("getactivewindow")
    return "" if front == main_window else front
