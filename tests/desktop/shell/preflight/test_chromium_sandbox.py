"""Whether the engine will start."""

import os
import sys

import pytest

from desktop.shell.preflight import chromium_sandbox

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux has such reasons")


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(chromium_sandbox.SWITCH, raising=False)
    monkeypatch.delenv(chromium_sandbox.FLAGS, raising=False)


def test_root_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """As root the engine would end the process, so we know before."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert chromium_sandbox.refusal() is chromium_sandbox.SandboxRefusal.ROOT


@pytest.mark.parametrize(
    ("name", "value", "off"),
    [
        (chromium_sandbox.SWITCH, "1", True),
        (chromium_sandbox.SWITCH, "0", False),
        (chromium_sandbox.SWITCH, "", False),
        (chromium_sandbox.FLAGS, "--x --no-sandbox", True),
        (chromium_sandbox.FLAGS, "--no-sandboxes", False),
    ],
)
def test_the_users_own_switch_is_respected(
    name: str, value: str, off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who runs the engine without its sandbox is refused nothing; who did not is."""
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv(name, value)
    assert (chromium_sandbox.refusal() is None) is off


def test_without_namespaces_it_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """An ordinary user needs the namespaces that the sandbox is made of."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(chromium_sandbox, "namespaces_work", lambda: False)
    assert chromium_sandbox.refusal() is chromium_sandbox.SandboxRefusal.NAMESPACES
    monkeypatch.setattr(chromium_sandbox, "namespaces_work", lambda: True)
    assert chromium_sandbox.refusal() is None


def test_namespaces_are_tried_in_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """A child that cannot says no, one that fails says no, and this process never changes."""
    monkeypatch.setattr(chromium_sandbox, "_enter_namespaces", lambda: True)
    assert chromium_sandbox.namespaces_work()
    monkeypatch.setattr(chromium_sandbox, "_enter_namespaces", lambda: False)
    assert not chromium_sandbox.namespaces_work()

    def fail() -> bool:
        raise PermissionError

    monkeypatch.setattr(chromium_sandbox, "_enter_namespaces", fail)
    assert not chromium_sandbox.namespaces_work()
