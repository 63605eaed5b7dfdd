"""The parameters in an error of SQLAlchemy are redacted by their columns."""

import time

import pytest

from server.runner.redaction.text import redact_text

ERROR = (
    "(sqlite3.IntegrityError) UNIQUE constraint failed: user.name\n"
    "[SQL: INSERT INTO user (name, password, made) VALUES (?, ?, ?)]\n"
    "[parameters: {}]\n"
    "(Background on this error at: https://sqlalche.me/e/20/gkpj)"
)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("('Ada', 'sunshine', 'x')", "('Ada', '[redacted]', 'x')"),
        ("('A, (d', 'it\\'s', datetime.date(2024, 1))", "('A, (d', '[redacted]', datetime.date(2024, 1))"),
        ("[('A', 'sun', 'x'), ('B', 'm', 'y')]", "[('A', '[redacted]', 'x'), ('B', '[redacted]', 'y')]"),
        ("('Ada', None, 'x')", "('Ada', None, 'x')"),
        ("('Ada', 'sunsh", "('Ada', '[redacted]"),
    ],
)  # fmt: skip
def test_the_parameter_of_a_secret_column_is_redacted(given: str, shown: str) -> None:
    """A common word too, which is not looked for elsewhere."""
    closing = "" if given.endswith("sunsh") else "]\n"
    before, after = (
        ERROR.replace("{}]\n", each + closing).partition("(Background")[0] for each in (given, shown)
    )
    assert redact_text(before) == after


def test_a_message_without_a_secret_column_is_unchanged() -> None:
    """And so is one that only begins like it."""
    for text in (
        ERROR.replace("password", "passenger"),
        "[SQL: SELECT password",
        "[parameters: ('a', 'token')]",
    ):
        assert redact_text(text) == text


def test_a_hostile_message_is_redacted_quickly() -> None:
    """In one pass."""
    started = time.thread_time()
    for part in ("(", "'", "[SQL: ", "]\n[parameters: (", "'a', "):
        redact_text(ERROR.replace("{}", part * (60_000 // len(part))))
    assert time.thread_time() - started < 3
