"""Werkzeug's debugger, which runs any code that it is sent, in an app that asks for it."""

from collections.abc import Iterator

import pytest

from server.runner.guests.guests import Guest
from tests.support.real_guest import get, real_guest

pytestmark = [pytest.mark.slow, pytest.mark.hardness("debugger")]

APP = """
from flask import Flask
from werkzeug.debug import DebuggedApplication
app = Flask(__name__)
app.config.update(DEBUG=True, PROPAGATE_EXCEPTIONS=True, TRAP_HTTP_EXCEPTIONS=True)
app.debug = True

@app.get("/")
def home():
    return "home"

@app.get("/broken")
def broken():
    secret = "swordfish"
    raise LookupError("nothing here")

if __name__ == "__main__":
    app.run(debug=True, use_debugger=True, use_reloader=True)
"""


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    """An app in debug mode."""
    with real_guest(tmp_path_factory.mktemp("debug"), APP) as opened:
        yield opened


@pytest.mark.parametrize(
    "path",
    [
        "/broken",
        "/console",
        "/?__debugger__=yes&cmd=resource&f=debugger.js",
        "/broken?__debugger__=yes&cmd=printpin&s=x",
        "/broken?__debugger__=yes&cmd=1%2B1&frm=0&s=x",
    ],
)
def test_an_app_in_debug_mode_has_no_console(guest: Guest, path: str) -> None:
    """No page of the app offers to run code, and no address of the debugger is answered."""
    response = get(guest, path).response
    assert response is not None
    for word in (b"EVALEX", b"debugger.js", b"__debugger__", b"CONSOLE_MODE", b"pinPrompt", b"swordfish"):
        assert word not in response.body.data
