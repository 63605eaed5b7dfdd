"""The least of the DevTools protocol: Playwright's own client asks Qt for what it does not have."""

import json
import time
import urllib.request
from collections.abc import Callable
from typing import Any

import websocket

PATIENCE = 60.0
_BETWEEN = ("Cannot find default execution context", "Inspected target navigated or closed")


def targets(port: int) -> list[dict[str, Any]]:
    """Every page of the program that listens for DevTools on that port, none while it does not."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=5) as answer:
            found: list[dict[str, Any]] = json.load(answer)
    except OSError:
        return []
    return [target for target in found if target["type"] == "page"]


def until(what: str, probe: Callable[[], Any], *, patience: float = PATIENCE) -> Any:
    """What `probe` gives once it gives something; AssertionError saying `what` was waited for in vain."""
    end = time.monotonic() + patience
    while True:
        found = probe()
        if found:
            return found
        assert time.monotonic() < end, f"waited {patience} s in vain: {what}"
        time.sleep(0.05)


class BetweenPages(Exception):  # noqa: N818 - a state, which passes
    """The old page is gone and the new one not yet there."""


class Page:
    """One page, by its DevTools address."""

    def __init__(self, address: str) -> None:
        """Connect."""
        self._socket = websocket.create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self._number = 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The result of one call, or an AssertionError; events that come meanwhile are dropped."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            message = json.loads(self._socket.recv())
            if message.get("id") == self._number:
                if message.get("error", {}).get("message") in _BETWEEN:
                    raise BetweenPages
                assert "error" not in message, message["error"]
                result: dict[str, Any] = message["result"]
                return result

    def run(self, script: str, *, gesture: bool = False) -> Any:
        """The value of a script, as if a person had caused it where `gesture` says so."""
        result = until("a page to run the script in", lambda: self._evaluate(script, gesture))
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def _evaluate(self, script: str, gesture: bool) -> dict[str, Any] | None:
        try:
            return self.call(
                "Runtime.evaluate",
                expression=script,
                returnByValue=True,
                awaitPromise=True,
                userGesture=gesture,
            )
        except BetweenPages:
            return None

    def click(self, selector: str) -> None:
        """A real click of the mouse in the middle of an element."""
        box = self.run(
            f"(() => {{ const r = document.querySelector({json.dumps(selector)}).getBoundingClientRect();"
            " return [r.x + r.width / 2, r.y + r.height / 2]; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call(
                "Input.dispatchMouseEvent",
                type=kind,
                x=box[0],
                y=box[1],
                button="left",
                buttons=1,
                clickCount=1,
            )

    def close(self) -> None:
        """Disconnect."""
        self._socket.close()


def attach(port: int, *, containing: str = "") -> Page:
    """The page whose address contains that, once there is one."""
    target = until(
        f"a page at {containing!r}",
        lambda: next((found for found in targets(port) if containing in found["url"]), None),
    )
    return Page(target["webSocketDebuggerUrl"])
