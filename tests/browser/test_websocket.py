"""An open websocket on the bench, in a browser and with a real guest."""

from pathlib import Path

import pytest
import websocket
from playwright.sync_api import expect

from server.model.guest import GuestState, Target, TargetKind
from tests.support.workbench_page import PATIENCE, WorkbenchPage

pytestmark = pytest.mark.browser

APPS = Path(__file__).parents[1] / "apps"


def test_messages_are_shown_while_the_websocket_is_open(workbench: WorkbenchPage) -> None:
    """The exchange is read again by itself, and once more when the websocket has ended."""
    target = Target(
        kind=TargetKind.FILE, spec="websocket_app.py", root=APPS, app="websocket_app.py", name="echo"
    )
    guest = workbench.services.guests.open(target)
    assert guest.wait(PATIENCE).state is GuestState.READY
    workbench.open(f"/bench/{guest.id}")
    client = websocket.create_connection(f"ws://127.0.0.1:{guest.status.port}/echo", timeout=PATIENCE)
    client.send("rye and barley")
    assert client.recv() == "rye and barley"
    workbench.read_newest()
    detail = workbench.page.locator("#detail")
    expect(detail).to_contain_text("The connection is a websocket, and it is still open.")
    expect(detail).to_contain_text("rye and barley")
    client.send("a second loaf")
    assert client.recv() == "a second loaf"
    expect(detail).to_contain_text("a second loaf")
    client.send("stop")
    client.recv()
    client.shutdown()  # type: ignore[no-untyped-call]
    expect(detail).to_contain_text("In the view echo the connection became a websocket.")
    expect(detail).to_contain_text("A close with the code 1000 was sent")
    expect(workbench.rows.first).to_contain_text("101")
