"""Tests of what the window says after a crash, on a display that nobody sees and in the real window."""

import json
from contextlib import suppress

import psutil
import pytest

from tests import machine
from tests.support.window import cdp
from tests.support.window.offscreen import run_offscreen
from tests.support.window.program import Program

machine.import_window_toolkit()

PROGRAM = """
import json
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QWidget
application = QApplication([])
from desktop.shell.window.crash_dialog import Crash, CrashDialog
parent, called = QWidget(), []
def dialog(report):
    crash = Crash(cause="It <b>broke</b>.", remedy="Start again.", report=report)
    shown = CrashDialog(
        parent, crash, restart=lambda: called.append("restart"), close=lambda: called.append("close")
    )
    shown.open()
    return shown
first = dialog("the report")
texts = [label.text() for label in first.findChildren(QLabel)]
report = first.findChild(QPlainTextEdit).toPlainText()
first.copy_button.click()
copied, open_still = QGuiApplication.clipboard().text(), first.isVisible()
first.restart_button.click()
second = dialog("")
without = second.findChild(QPlainTextEdit) is None
second.close_button.click()
third = dialog("")
third.reject()
print(json.dumps([texts[:2], report, copied, open_still, without, called]))
"""


def test_the_report_can_be_read_copied_and_the_program_restarted() -> None:
    """Copying keeps the dialog open; Escape closes as the button does; markup is shown as text."""
    done = run_offscreen(PROGRAM)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        ["It <b>broke</b>.", "Start again."],
        "the report",
        "the report",
        True,
        True,
        ["restart", "close", "close"],
    ]


def renderers_of(program: Program) -> list[psutil.Process]:
    """Return the processes of the engine that show pages: children of processes that the program keeps."""
    return [child for kept in psutil.Process(program.process.pid).children() for child in kept.children()]


@pytest.mark.window
@pytest.mark.hardness("killed-engine")
def test_a_renderer_that_ends_again_and_again_is_reported(fumehood: Program) -> None:
    """The window says so; Restart, which the Enter key presses, shows the page again."""
    fumehood.page().close()
    desktop = fumehood.user_desktop

    def kill_until_reported() -> bool:
        for renderer in renderers_of(fumehood):
            with suppress(psutil.NoSuchProcess):
                renderer.kill()
        return len(desktop.xdotool("search", "--onlyvisible", "--name", "Fumehood").split()) > 1

    cdp.until("the report", kill_until_reported, patience=180)
    desktop.xdotool("key", "Return")
    page = fumehood.page()
    assert page.run("location.pathname") == "/"
    page.close()
    assert fumehood.end() == 0
