"""The life of the window: opened, raised, remembered, and ended without a trace."""

import os
import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from server.store import Store
from tests.window import cdp
from tests.window.program import FUMEHOOD, Desk, Program, started

pytestmark = pytest.mark.window

TRY = "form[hx-post='/try'] button"


@pytest.fixture
def fumehood(desk: Desk) -> Iterator[Program]:
    """Fumehood with its home page."""
    with started(desk) as program:
        yield program


def again(desk: Desk, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A second launch, run to its end."""
    return subprocess.run(
        [*FUMEHOOD, *arguments], env=desk.environment, capture_output=True, text=True, timeout=90, check=False
    )


def with_a_guest(program: Program) -> cdp.Page:
    """Send the first request, so that a guest runs; its bench."""
    page = program.page()
    page.click(TRY)
    cdp.until("the bench", lambda: page.run("location.pathname").startswith("/bench/"))
    return page


def double_click_title(program: Program) -> None:
    """Maximize the window, or undo that, as a person does."""
    where = ("mousemove", "--window", program.window(), "--", "200", "-8")
    program.desk.xdotool(*where, "click", "--repeat", "2", "--delay", "60", "1")


def nothing_is_left(desk: Desk) -> None:
    """No process and no file that says that Fumehood runs."""
    cdp.until("every process to end", lambda: not desk.left_behind())
    left = {path.name for path in (desk.home / "data").iterdir()}
    assert left.isdisjoint({"instance.lock", "instance.json"}), left


def test_it_opens_at_home_in_its_own_window(fumehood: Program) -> None:
    """The launch token is spent and nowhere to be seen: not in the page, the title or the arguments."""
    page = fumehood.page()
    assert page.run("location.pathname + location.search") == "/"
    assert fumehood.window("Fumehood")
    words = " ".join(word for process in fumehood.desk.left_behind() for word in process.cmdline())
    assert "launch" not in words
    assert "launch" not in fumehood.log.read_text(errors="replace")


def test_closing_the_window_ends_the_guests_and_all(fumehood: Program) -> None:
    """A guest runs; the window is closed as a person closes it; nothing of either is left."""
    with_a_guest(fumehood)
    assert len(fumehood.desk.left_behind()) > 3
    fumehood.desk.xdotool("windowactivate", "--sync", fumehood.window(), "key", "alt+F4")
    assert fumehood.process.wait(60) == 0
    nothing_is_left(fumehood.desk)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all(fumehood: Program, number: signal.Signals) -> None:
    """Ctrl+C in the terminal, the end of a session and a closed terminal are ends like any other."""
    with_a_guest(fumehood)
    assert fumehood.end(number) == 0
    nothing_is_left(fumehood.desk)


def test_a_killed_fumehood_leaves_no_guest(fumehood: Program) -> None:
    """After kill -9 every guest dies by itself, and the next launch is not kept from opening."""
    with_a_guest(fumehood)
    fumehood.process.kill()
    fumehood.process.wait(30)
    cdp.until("every process to end", lambda: not fumehood.desk.left_behind())
    with started(fumehood.desk) as second:
        assert second.page().run("location.pathname") == "/"
        assert second.end() == 0


def test_a_second_launch_hands_over_and_raises(fumehood: Program) -> None:
    """It ends at once; the first window shows what it was to open, stands in front and has the keyboard."""
    page = fumehood.page()
    desk = fumehood.desk
    desk.xdotool("windowminimize", "--sync", fumehood.window())
    done = again(desk, "lab:session#encrypted")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    place = "/handbook/session#claim-encrypted"
    cdp.until("the claim", lambda: page.run("location.pathname + location.hash") == place)
    name = cdp.until("the front", lambda: desk.xdotool("getactivewindow", "getwindowname"))
    assert "Fumehood" in name
    assert len(fumehood.addresses()) == 1


def test_a_file_is_opened_with_a_question_first(desk: Desk) -> None:
    """An app named on the command line is shown to be opened, and not yet run."""
    app = desk.home.parent / "app.py"
    app.write_text("import flask\napp = flask.Flask(__name__)\n")
    with started(desk, str(app)) as program:
        page = program.page()
        cdp.until("the question", lambda: page.run("location.pathname") == "/open")
        assert page.run("document.querySelector('input[name=target]').value") == str(app)
        assert not any("keeper" in " ".join(process.cmdline()) for process in desk.left_behind())
        assert program.end() == 0


def test_menus_and_dialogs_speak_the_language_of_the_settings(desk: Desk) -> None:
    """Where the system's is another."""
    store = Store(desk.home / "data" / "fumehood.sqlite3")
    store.settings.set("language", "sv")
    store.close()
    with started(desk) as program:
        program.page()
        window = program.window()
        desk.xdotool("windowactivate", "--sync", window, "key", "--window", window, "ctrl+o")
        assert program.window("Öppna en mapp")
        desk.xdotool("key", "Escape")
        assert program.end() == 0


def test_a_link_of_the_running_window_lets_a_browser_in_once(fumehood: Program) -> None:
    """`fumehood link` prints an address that opens a session, and does so once."""
    fumehood.page()
    done = again(fumehood.desk, "link")
    assert done.returncode == 0, done.stderr
    address = done.stdout.removeprefix("Fumehood is at ").strip()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(address, timeout=10) as answer:
        assert answer.status == 200
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(address, timeout=10)  # noqa: S310 - loopback


def test_size_and_place_are_remembered(fumehood: Program) -> None:
    """What was moved and resized opens so the next time."""
    desk = fumehood.desk
    fumehood.page()
    window = fumehood.window()
    desk.xdotool("windowsize", "--sync", window, "900", "640")
    desk.xdotool("windowmove", "--sync", window, "80", "60")
    before = fumehood.geometry()
    assert fumehood.end() == 0
    with started(desk) as second:
        second.page()
        cdp.until(f"the window at {before}", lambda: second.geometry() == before)
        assert second.end() == 0


def test_a_maximized_window_opens_maximized(fumehood: Program) -> None:
    """And has its former size when it is made smaller again."""
    desk = fumehood.desk
    fumehood.page()
    small = fumehood.geometry()
    double_click_title(fumehood)
    large = cdp.until("a larger window", lambda: (now := fumehood.geometry())[2] > small[2] and now)
    assert fumehood.end() == 0
    with started(desk) as second:
        second.page()
        cdp.until(f"the window at {large}", lambda: second.geometry()[2:] == large[2:])
        double_click_title(second)
        cdp.until(f"the window at {small}", lambda: second.geometry()[2:] == small[2:])
        assert second.end() == 0


def test_nobody_can_drive_the_window_unless_it_is_said(desk: Desk) -> None:
    """Without our own variable the engine opens no port, even where Qt's variable asks for one."""
    environment = {**desk.environment, "QTWEBENGINE_REMOTE_DEBUGGING": "127.0.0.1:0"}
    with subprocess.Popen(FUMEHOOD, env=environment, stderr=subprocess.PIPE, text=True) as process:
        program = Program(desk, process, 0, desk.home)  # type: ignore[arg-type]  # only its number is used
        program.window("Home")
        process.terminate()
        assert process.stderr is not None
        said = process.stderr.read()
    assert "DevTools" not in said
    assert "drive the window" not in said


def test_where_the_engine_refuses_it_serves(desk: Desk) -> None:
    """As root, with the sandbox on, it says so and goes on without a window."""
    if os.geteuid() != 0:
        return  # an ordinary user has the window, as every other test here shows
    environment = {**desk.environment, "QTWEBENGINE_DISABLE_SANDBOX": "0"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(FUMEHOOD, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]  # pipes
        assert process.stdout.readline().startswith("Fumehood is at http://127.0.0.1:")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert "refuses to run as root" in process.stderr.read()
    nothing_is_left(desk)
