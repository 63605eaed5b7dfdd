"""Tests of the text of the log without what is private."""

import platform
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.diagnostics import anonymous as module
from server.diagnostics.anonymous import anonymous


@pytest.fixture(autouse=True)
def ada(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A user Ada with a machine of her own."""
    monkeypatch.setattr(module, "home", lambda: Path("/home/ada"))
    monkeypatch.setattr(platform, "node", lambda: "adas-laptop")
    monkeypatch.setenv("USER", "ada")
    module._private.cache_clear()
    yield
    module._private.cache_clear()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("in /home/ada/shop/app.py", "in ~/shop/app.py"),
        ("in /home/adam/shop", "in /home/adam/shop"),
        ("owned by ada on adas-laptop", "owned by USER on HOST"),
        ("/media/ada/disk, data and canada", "/media/USER/disk, data and canada"),
        ("http://fumehood-0123456789abcdef.localhost:4711/", "http://fumehood-….localhost:4711/"),
        ("GET /?launch=s3cr3tt0ken HTTP/1.1", "GET /?launch=… HTTP/1.1"),
    ],
)
def test_names_and_addresses_are_replaced(text: str, shown: str) -> None:
    """The rest of the text stays as it is, also where a name is part of another word."""
    assert anonymous(text) == shown


def test_secrets_are_redacted() -> None:
    """A log line of a library may quote a header or an address with a password."""
    found = anonymous(
        "Authorization: Bearer abcdef0123456789 to postgres://a:hunter22@db/x, password=hunter22"
    )
    assert "abcdef0123456789" not in found
    assert "hunter22" not in found


def test_common_names_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a report of the user root, or of a machine called python, could not be read."""
    monkeypatch.setattr(module, "home", lambda: Path("/root"))
    monkeypatch.setattr(platform, "node", lambda: "python")
    monkeypatch.setenv("USER", "me")
    module._private.cache_clear()
    assert anonymous("root ran python for me in /root/x") == "root ran python for me in ~/x"
