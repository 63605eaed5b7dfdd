"""Tests of how the settings in force are shown."""

from typing import Any

import pytest

from server.lenses.render.terminal_blocks import block_lines
from server.model.event import REDACTED
from server.tools.audit.in_force import blocks_of


def setting(name: str, how: str, origin: str = "", library: str | None = None, **more: Any) -> dict[str, Any]:
    """Return a setting as a guest answers."""
    caller = {"file": "/home/ada/shop/app.py", "line": 12, "function": "create_app"}
    value = {"type": "str", "repr": "'rye'", "cut": False}
    made = {"name": name, "how": how, "origin": origin, "library": library, "caller": caller, "value": value}
    return {**made, **more}


def shown(*settings: dict[str, Any]) -> list[str]:
    """Return the lines of these settings."""
    blocks = blocks_of({"app": "shop", "settings": list(settings), "omitted": 0})
    lines = (line for block in blocks for line in block_lines(block, everything=True))
    return [" ".join(line.split()) for line in lines]


@pytest.mark.parametrize(
    ("how", "origin", "library", "words"),
    [
        ("set", "", None, "set by the app"),
        ("set", "", "flask_login", "set by flask_login"),
        ("setdefault", "", "flask_login", "a default of flask_login"),
        ("from_object", "shop.Settings", None, "the object shop.Settings"),
        ("from_pyfile", "shop.cfg", None, "the file shop.cfg"),
        ("from_file", "shop.toml", None, "the file shop.toml"),
        ("from_envvar", "SHOP_SETTINGS", None, "the file that the variable SHOP_SETTINGS names"),
        ("from_prefixed_env", "SHOP", None, "the environment variable SHOP_NAME"),
        ("from_mapping", "", None, "set by the app"),
        ("default", "", None, "Flask's default"),
        ("default", "FLASK_DEBUG", None, "Flask's default, which the variable FLASK_DEBUG can change"),
        ("unknown", "", None, "not known: set in a way that is not seen"),
    ],
)
def test_each_source_has_its_words(how: str, origin: str, library: str | None, words: str) -> None:
    """Beside name, value and line."""
    (line,) = (line for line in shown(setting("NAME", how, origin, library)) if "rye" in line)
    assert f"NAME 'rye' {words} shop/app.py:12" in line


def test_secrets_are_hidden_by_name_and_by_form() -> None:
    """As in every event."""
    address = {"type": "str", "repr": "'postgresql://ada:swordfish-77@db/shop'", "cut": False}
    lines = "\n".join(shown(setting("SECRET_KEY", "set"), setting("DATABASE", "set", value=address)))
    assert REDACTED in lines
    assert "rye" not in lines
    assert "swordfish-77" not in lines


def test_defaults_come_last_and_without_settings_there_is_nothing() -> None:
    """What somebody has set is what people look for."""
    lines = shown(setting("A", "default"), setting("B", "set", caller=None))
    assert [line[0] for line in lines if "rye" in line] == ["B", "A"]
    assert shown() == []
