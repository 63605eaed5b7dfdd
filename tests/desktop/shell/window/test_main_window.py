"""Tests of the main window, from its opening to its end without a trace."""

import os
import signal
import subprocess
from contextlib import ExitStack, suppress
from pathlib import Path

import psutil
import pytest

from server.store import Store
from tests.machine import xvfb
from tests.support.fumehood_process import Visitor, link_of, running
from tests.support.window import cdp
from tests.support.window.program import FUMEHOOD, Program, UserDesktop, make_browser, started

pytestmark = pytest.mark.window

DARK, LIGHT = 0x40, 0xE0  # of 255
TRY = "form[hx-post='/try'] button"


def open_a_guest(program: Program) -> cdp.Page:
    """Open the first lab, so that a guest runs, and return the page with its bench."""
    page = program.page()
    page.click(TRY)
    cdp.until("the bench", lambda: page.run("location.pathname").startswith("/bench/"))
    return page


def assert_nothing_is_left(user_desktop: UserDesktop) -> None:
    """Check that no process and no instance file is left."""
    cdp.until("every process to end", lambda: not user_desktop.left_behind())
    left = {path.name for path in (user_desktop.home / "data").iterdir()}
    assert left.isdisjoint({"instance.lock", "instance.json"}), left


def test_it_opens_on_the_home_page(fumehood: Program) -> None:
    """The launch token has been used and is not visible in the address, the arguments or the log."""
    page = fumehood.page()
    assert page.run("location.pathname + location.search") == "/"
    assert fumehood.window("Fumehood")
    words = " ".join(word for process in fumehood.user_desktop.left_behind() for word in process.cmdline())
    assert "launch" not in words
    assert page.run("location.hostname") not in words
    assert "launch" not in fumehood.log.read_text(errors="replace")


def test_closing_the_window_stops_everything(fumehood: Program) -> None:
    """After the window is closed by a key while a guest runs, no process is left."""
    open_a_guest(fumehood)
    assert len(fumehood.user_desktop.left_behind()) > 3
    assert fumehood.close_by_key() == 0
    assert_nothing_is_left(fumehood.user_desktop)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(fumehood: Program, number: signal.Signals) -> None:
    """Ctrl+C, the end of the session and a closed terminal stop it like a closed window."""
    open_a_guest(fumehood)
    assert fumehood.end(number) == 0
    assert_nothing_is_left(fumehood.user_desktop)


@pytest.mark.hardness("orphan-process")
def test_a_killed_fumehood_leaves_no_guest(fumehood: Program) -> None:
    """After SIGKILL every guest ends by itself, and the next launch opens a window."""
    open_a_guest(fumehood)
    fumehood.process.kill()
    fumehood.process.wait(30)
    cdp.until("every process to end", lambda: not fumehood.user_desktop.left_behind())
    with started(fumehood.user_desktop) as second:
        assert second.page().run("location.pathname") == "/"
        assert second.end() == 0


@pytest.mark.hardness("killed-engine")
def test_a_killed_renderer_is_started_again(fumehood: Program) -> None:
    """After the engine's process for the page was killed, the window shows the page again."""
    open_a_guest(fumehood).close()
    ours = psutil.Process(fumehood.process.pid).children()
    zygotes = [process for process in ours if "--type=zygote" in process.cmdline()]
    renderers = [process for zygote in zygotes for process in zygote.children()]
    assert renderers
    for renderer in renderers:
        renderer.kill()
    psutil.wait_procs(renderers, timeout=30)
    page = fumehood.page("/bench/")
    assert page.run("document.querySelector('#guest-head') !== null")
    assert fumehood.end() == 0
    assert_nothing_is_left(fumehood.user_desktop)


@pytest.mark.hardness("lost-display")
def test_a_lost_display_ends_everything(tmp_path: Path) -> None:
    """When the display goes away, the program and its guests end, and the next start serves."""
    with ExitStack() as display:
        name = display.enter_context(xvfb(tmp_path / "xvfb.log"))
        desktop = UserDesktop(display=name, home=tmp_path / "home", opened=make_browser(tmp_path / "bin"))
        with started(desktop) as program:
            open_a_guest(program)
            display.close()
            program.process.wait(60)
            cdp.until("every process to end", lambda: not desktop.left_behind())
            assert "Traceback" not in program.log.read_text(errors="replace")
    with running(desktop.home, "serve") as process:
        assert Visitor(link_of(process)).home


def choose(page: cdp.Page, name: str, value: str) -> None:
    """Choose a theme or a language on the page of the settings."""
    page.run("location.pathname === '/settings' || (location.href = '/settings')")
    ready = "location.pathname === '/settings' && document.querySelector('html[data-ready]') !== null"
    cdp.until("the settings", lambda: page.run(ready))
    page.click(f"[name={name}][value={value}] + span")


def opens_dialog(program: Program, name: str) -> bool:
    """Return whether Ctrl+O opens a dialog with that name; the dialog is closed again.

    A key that is pressed while the window is busy may be lost, so each is pressed until it has worked.
    """
    main_window = program.window("Fumehood")
    keys = program.user_desktop.xdotool

    def dialog_after(*pressed: str) -> str:
        keys(*pressed)
        with suppress(AssertionError):
            cdp.until("a dialog", lambda: keys("getactivewindow") != main_window, patience=5)
        front = keys("getactivewindow")
        return keys("getwindowname", front) if front != main_window else ""

    def closed() -> bool:
        keys("key", "Escape")
        with suppress(AssertionError):
            cdp.until("no dialog", lambda: keys("getactivewindow") == main_window, patience=5)
        return keys("getactivewindow") == main_window

    open_key = ("windowactivate", "--sync", main_window, "key", "--window", main_window, "ctrl+o")
    dialog = cdp.until("a dialog", lambda: dialog_after(*open_key))
    cdp.until("no dialog", closed)
    return bool(dialog == name)


def test_the_window_has_the_saved_theme_and_language(user_desktop: UserDesktop) -> None:
    """It is dark before its first page is there; another choice reaches page and menus at once."""
    store = Store(user_desktop.home / "data" / "fumehood.sqlite3")
    store.settings.set("language", "sv")
    store.settings.set("theme", "dark")
    store.close()
    with started(user_desktop) as program:
        left, top, width, height = program.geometry()
        middle = left + width // 2, top + height // 2
        while not program.visible("Hem"):
            assert max(user_desktop.colour(*middle)) < DARK
        cdp.until("the menus in Swedish", lambda: opens_dialog(program, "Öppna en mapp"))
        page = program.page()
        choose(page, "theme", "light")
        cdp.until("the light theme", lambda: min(user_desktop.colour(*middle)) > LIGHT)
        choose(page, "language", "en")
        cdp.until("the page in English", lambda: page.run("document.documentElement.lang") == "en")
        cdp.until("the menus in English", lambda: opens_dialog(program, "Open a folder"))
        assert program.end() == 0


def test_devtools_are_closed_unless_our_variable_opens_them(user_desktop: UserDesktop) -> None:
    """Without FUMEHOOD_DEBUG_PORT the engine opens no port, even if Qt's variable asks for one."""
    environment = {**user_desktop.environment, "QTWEBENGINE_REMOTE_DEBUGGING": "127.0.0.1:0"}
    with subprocess.Popen(FUMEHOOD, env=environment, stderr=subprocess.PIPE, text=True) as process:
        program = Program(user_desktop, process, 0, user_desktop.home)  # type: ignore[arg-type]  # only its number is used
        program.window("Home")
        process.terminate()
        assert process.stderr is not None
        output = process.stderr.read()
    assert "DevTools" not in output
    assert "control the window" not in output


def test_where_the_engine_refuses_it_serves(user_desktop: UserDesktop) -> None:
    """As root with the sandbox on, it says so and serves without a window."""
    if os.geteuid() != 0:
        return  # an ordinary user has the window, as every other test here shows
    environment = {**user_desktop.environment, "QTWEBENGINE_DISABLE_SANDBOX": "0"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(FUMEHOOD, env=environment, text=True, **pipes) as process:  # type: ignore[call-overload]  # pipes
        assert process.stdout.readline().startswith("Fumehood is at http://fumehood-")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert "refuses to run as root" in process.stderr.read()
    assert_nothing_is_left(user_desktop)
