"""Free text is redacted: log messages, reprs, output and tracebacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runner.redaction.text import redact_lines, redact_text
from tests.support.linear_time import assert_linear

SECRET = "hunter2-Zz9"


@pytest.mark.parametrize(
    "text",
    [
        "password='{}' failed",
        "{'token': '{}', 'a': 1}",
        "[('password', '{}'), ('a', 'b')]",
        '"tokens": ["{}", "{}"]',
        "Authorization: Bearer {}",
        "got Bearer {}",
        "?token={}&a=1",
        "url=http://h/?token={}&x=1",
        "KeyError: token='{}'",
        "postgres://me:{}@host/x",
        "redis://:{}@host",
        "{'password': '{}",
    ],
)
def test_a_value_with_a_secret_name_is_redacted(text: str) -> None:
    """Alone: the text around it stays."""
    expected = text.replace("{}", "[redacted]")
    shown = redact_text(text.replace("{}", SECRET))
    assert shown == expected


@pytest.mark.parametrize(
    "text",
    [
        "password: wrong, try again",
        "the token, please",
        "see http://localhost:5000/a@b",
        "monkey=1",
        "Basic authentication failed",
        "Token required, sorry",
        "if token == expected",
        "password=None, token=null, secret=False",
        "app.secret_key = make(config['datastore_path'])",
        "password=%s, token=?, secret=:secret, api_key={api_key}",
        "fields: ('password', 'created_at')",
        'INSERT INTO "user" ("username", "password", "created_at") VALUES (?, ?, ?)',
        'SELECT "password", "created_at" FROM "user"',
        "InvalidTokenError: 'sub'",
    ],
)
def test_other_text_is_not_redacted(text: str) -> None:
    """Neither prose, nor names, nor expressions, nor placeholders."""
    assert redact_text(text) == text


def test_the_source_in_a_traceback_loses_literals_only() -> None:
    """A call is no secret; a literal is, and so is what the message says."""
    lines = (
        "Traceback (most recent call last):",
        '  File "/x/app.py", line 3, in <module>',
        "    app.secret_key = make(config['datastore_path'])",
        "                     ~~~~^^^^^^",
        '  File "/x/app.py", line 4, in make',
        f"    app.secret_key = '{SECRET}'",
        f"KeyError: password={SECRET}",
    )
    assert redact_lines(lines) == (
        *lines[:5],
        "    app.secret_key = '[redacted]'",
        "KeyError: password=[redacted]",
    )


@given(st.text(max_size=200))
def test_no_text_makes_redaction_fail(text: str) -> None:
    """Redaction accepts any text."""
    redact_text(f"password='{text}'")
    redact_text(f'File "x", line 1\n  password={text}')
    redact_text(text)


@pytest.mark.hardness("guest-slow-text")
@pytest.mark.parametrize(
    "part",
    ["password=", "token: ", "'token':", "token",
     "a:", "'", "key=\\", "x://", "x://a:", "token=", "'token': ", '("token", ', "token=['",
     "Bearer ", "a.", '  File "x", line 1\n    token=\'', "[('token', '", "key='a\\"],
)  # fmt: skip
@pytest.mark.parametrize("end", ["key", "(", "\\"])
def test_hostile_text_is_redacted_in_linear_time(part: str, end: str) -> None:
    """No pattern reads a part of the text again and again."""
    assert_linear(redact_text, lambda length: "key " + part * (length // len(part)) + end)
