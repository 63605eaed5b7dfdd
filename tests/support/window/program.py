"""Programs with a window, operated by keyboard, mouse and DevTools."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
from PIL import ImageGrab

from tests.support.window import cdp

FUMEHOOD = (sys.executable, "-m", "desktop")


def free_port() -> int:
    """Return a port without a listener."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return int(free.getsockname()[1])


@dataclass(frozen=True, kw_only=True)
class UserDesktop:
    """A display with a window manager, a home folder, and a browser that records what it is given."""

    display: str
    home: Path
    opened: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a program x."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("QT_", "QTWEBENGINE"))
        }
        sandbox = {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}
        return {
            **kept,
            **sandbox,
            "DISPLAY": self.display,
            "FUMEHOOD_HOME": str(self.home),
            "PATH": f"{self.opened.parent}{os.pathsep}{kept['PATH']}",
            "LANGUAGE": "en",
        }

    def links_out(self) -> list[str]:
        """Return the addresses that the system's browser was asked to open."""
        return self.opened.read_text().split() if self.opened.exists() else []

    def left_behind(self) -> list[psutil.Process]:
        """Every living process of this desktop's Fumehood, guests and engine included."""
        return [process for process in psutil.process_iter() if _belongs(process, self.home)]

    def colour(self, x: int, y: int) -> tuple[int, int, int]:
        """Return the red, green and blue of one point of the screen."""
        picture = ImageGrab.grab((x, y, x + 1, y + 1), xdisplay=self.display).convert("RGB")
        red, green, blue = picture.tobytes()
        return red, green, blue

    def xdotool(self, *words: str) -> str:
        """Run xdotool and return its output."""
        done = subprocess.run(
            ["xdotool", *words], env=self.environment, capture_output=True, text=True, timeout=20, check=True
        )
        return done.stdout.strip()


def make_browser(folder: Path) -> Path:
    """Create an `xdg-open` in `folder` that records its arguments; return the file it writes."""
    folder.mkdir()
    notes = folder / "opened"
    browser = folder / "xdg-open"
    browser.write_text(f'#!/bin/sh\necho "$1" >> {notes}\n')
    browser.chmod(0o755)
    return notes


def _belongs(process: psutil.Process, home: Path) -> bool:
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        words = process.environ(), process.cmdline()
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False
    return words[0].get("FUMEHOOD_HOME") == str(home) or any(str(home) in word for word in words[1])


class Program:
    """A running program, its window and its page."""

    def __init__(
        self, user_desktop: UserDesktop, process: "subprocess.Popen[bytes]", port: int, log: Path
    ) -> None:
        """`port` is the port of its DevTools, `log` the file with its output."""
        self.user_desktop = user_desktop
        self.process = process
        self.log = log
        self._port = port
        self._pages: list[cdp.Page] = []
        self._menu_bar = 0

    def page(self, containing: str = "http://") -> cdp.Page:
        """Return the page of a window once it has loaded."""
        found = cdp.attach(self._port, containing=containing)
        self._pages.append(found)
        loaded = (
            "location.protocol === 'http:' && document.readyState === 'complete'"
            " && !location.search.startsWith('?launch=')"
        )
        cdp.until("the page to load", lambda: found.run(loaded))
        return found

    def let_go(self) -> None:
        """Close all connections to its pages."""
        for page in self._pages:
            page.close()

    def addresses(self) -> list[str]:
        """Return the addresses that its windows show."""
        return [target["url"] for target in cdp.targets(self._port)]

    def window(self, name: str = ".") -> str:
        """Return the id of the window whose title matches `name`, once it is visible."""

        def look() -> str | None:
            # The engine has small windows of its own.
            return max(self.visible(name), key=self._area, default=None)

        return str(cdp.until(f"a window called {name!r}", look))

    def focus(self, name: str = ".") -> str:
        """Bring the window whose title matches `name` to the front, and return its id."""
        window = self.window(name)
        self.user_desktop.xdotool("windowactivate", "--sync", window)
        return window

    def visible(self, name: str) -> list[str]:
        """Return the ids of the visible windows whose title matches `name`."""
        words = ("search", "--all", "--onlyvisible", "--pid", str(self.process.pid), "--name", name)
        done = subprocess.run(
            ["xdotool", *words],
            env=self.user_desktop.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.split()

    def geometry(self) -> tuple[int, int, int, int]:
        """Return x, y, width and height of the window's content on the screen."""
        return self._geometry(self.window())

    def _geometry(self, window: str) -> tuple[int, int, int, int]:
        shell = self.user_desktop.xdotool("getwindowgeometry", "--shell", window)
        facts = dict(line.split("=") for line in shell.splitlines())
        return int(facts["X"]), int(facts["Y"]), int(facts["WIDTH"]), int(facts["HEIGHT"])

    def _area(self, window: str) -> int:
        width, height = self._geometry(window)[2:]
        return width * height

    def click(self, page: cdp.Page, selector: str) -> None:
        """Click on an element with the mouse."""
        x, y, inner = page.run(
            f"(() => {{ const box = document.querySelector('{selector}').getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2, innerHeight]; })()"
        )
        if not self._menu_bar:
            # The menu bar is above the page, and at the first click there is nothing below it yet.
            self._menu_bar = self.geometry()[3] - inner
        place = str(round(x)), str(round(y) + self._menu_bar)
        self.user_desktop.xdotool("mousemove", "--window", self.window(), *place, "click", "1")

    def close_by_key(self) -> int:
        """Press Alt+F4 until the window has got it, and return the exit code."""

        def press() -> bool:
            if self.process.poll() is None and (windows := self.visible(".")):
                keys = ("windowactivate", "--sync", max(windows, key=self._area), "key", "alt+F4")
                with suppress(subprocess.SubprocessError):  # the window has gone meanwhile
                    self.user_desktop.xdotool(*keys)
            return not self.visible(".")

        cdp.until("the window to close", press)
        return self.process.wait(60)

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def started(
    user_desktop: UserDesktop, *arguments: str, command: Sequence[str] = FUMEHOOD
) -> Iterator[Program]:
    """Run a program on a desktop; it is killed at the end if it still runs."""
    port = free_port()
    log = user_desktop.home.parent / f"log-{port}"
    environment = {**user_desktop.environment, "FUMEHOOD_DEBUG_PORT": str(port)}
    with log.open("wb") as output:
        process = subprocess.Popen([*command, *arguments], env=environment, stdout=output, stderr=output)
        program = Program(user_desktop, process, port, log)
        try:
            yield program
        finally:
            program.let_go()
            process.kill()
            process.wait(10)


def has_tools() -> str | None:
    """Return the tools that are missing for operating a window, or None."""
    missing = [tool for tool in ("xdotool", "openbox") if shutil.which(tool) is None]
    return f"no {' '.join(missing)}: apt install {' '.join(missing)}" if missing else None
