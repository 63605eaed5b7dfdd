"""Tests of the error that says why a guest could not be started."""

import importlib
from pathlib import Path

import pytest

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.guest.failure import FRAME_LIMIT, GuestStartError, last_line, shorten_traceback


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module of the guest that fails when it is imported."""
    monkeypatch.setattr(ownership, "is_own", lambda file: file.startswith(str(tmp_path)))
    monkeypatch.syspath_prepend(tmp_path)
    name = f"broken_{tmp_path.name}"
    source = (
        "def even(left):\n    return odd(left - 1) if left else 1 // 0\n"
        "def odd(left):\n    return even(left - 1)\n"
        "even(40)\n"
    )
    (tmp_path / f"{name}.py").write_text(source)
    return name


def error_of(name: str) -> BaseException:
    """Return the error of an import."""
    with pytest.raises(ZeroDivisionError) as caught:
        importlib.import_module(name)
    return caught.value


def test_the_message_has_the_traceback_of_its_cause(broken: str) -> None:
    """It starts with the guest's own code: neither these tests nor the import system are in it."""
    error = error_of(broken)
    message = GuestStartError("import-error", last_line(error), error).as_message()
    assert (message["type"], message["code"]) == ("failed", "import-error")
    assert message["message"] == "ZeroDivisionError: integer division or modulo by zero"
    assert all(frame["own"] for frame in message["frames"])
    assert "importlib" not in message["traceback"]
    assert __file__ not in message["traceback"]


def test_a_long_traceback_is_shortened_in_the_middle(broken: str) -> None:
    """Both ends are kept, and the calls left out are counted."""
    text = shorten_traceback(error_of(broken))
    assert text.count(f"{broken}.py") == FRAME_LIMIT
    assert f"  … {42 - FRAME_LIMIT} more calls …\n" in text
    assert text.startswith("Traceback (most recent call last):\n")


def test_an_error_without_a_cause_has_no_traceback() -> None:
    """The message says all."""
    message = GuestStartError("no-app", "There is none.").as_message()
    assert (message["message"], message["traceback"], message["frames"]) == ("There is none.", "", [])
