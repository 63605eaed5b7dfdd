"""In source code only literals are secrets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runner.redaction.source import redact_source
from tests.support.linear_time import assert_linear


def redacted(source: str) -> str:
    """Return source as it is shown."""
    return redact_source(source, lambda _: None, lambda text: text)


@pytest.mark.parametrize(
    "source",
    [
        "app.secret_key = '{}'; x = 'no'",
        "SECRET_KEY = os.environ.get('X', '{}') or '{}'",
        'app.config["SECRET_KEY"] = b"{}" + salt',
        "login(password='{}', name='no')",
        "{'password': '{}', 'name': 'no'}",
        "if password == '{}': return 'no'",
        "def login(password: str = '{}', name: str = 'no') -> None:",
        "password: str = '{}'",
        "os.environ.setdefault('SECRET_KEY', '{}')",
        "tokens = ['{}', '{}']",
        "x = 'no' if password == '{}' else 'no'",
        "token = SecretStr('{}')",
        "app.secret_key = '{}",
        'password = """{}"""',
        "password = ('{}' '{}')",
    ],
)
def test_a_literal_of_a_secret_name_is_redacted(source: str) -> None:
    """Where it is assigned, compared, passed or a default."""
    shown = redacted(source.replace("{}", "hunter2"))
    assert "hunter2" not in shown
    assert shown == source.replace("{}", "[redacted]")


@pytest.mark.parametrize(
    "source",
    [
        "app.secret_key = make(config['datastore_path'])",
        "password = request.form['password']",
        "if token == expected:",
        "def login(password: str) -> None:",
        "secret_key=os.environ['KEY']",
        "users.values('password', 'created_at')",
        "return {'token': make('no')}",
        "password = ''",
        "for password in ('a', 'b'): pass",
        "if password: return 'no'",
    ],
)
def test_expressions_and_other_strings_are_not_redacted(source: str) -> None:
    """A call, a subscript and a name are no secrets, nor are strings that no secret name gets."""
    assert redacted(source) == source


def test_strings_and_comments_are_redacted_as_text() -> None:
    """They may contain a secret of their own."""
    shown = redact_source("key = 'a' # b", lambda _: None, str.upper)
    assert shown == "key = 'A' # B"


@given(st.text(max_size=200))
def test_no_source_makes_redaction_fail(text: str) -> None:
    """Any text may be called source."""
    redacted(f"password = {text}")
    redacted(text)


@pytest.mark.hardness("guest-slow-text")
@pytest.mark.parametrize(
    "part", ["(", ")", "'", '"""', "'''a", "password='", "token=(", "x[", "\\'", "'\\", "#"]
)  # fmt: skip
def test_hostile_source_is_redacted_in_linear_time(part: str) -> None:
    """No pattern reads a part of the source again and again."""
    assert_linear(redacted, lambda length: " key " + part * (length // len(part)))
