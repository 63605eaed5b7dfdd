"""Secret values are recognised wherever they appear."""

import time

import pytest

from server.runner.redaction.values import SecretFinder, SecretValues, is_recognisable

SECRET = "hunter2-Zz9"


@pytest.mark.parametrize(
    "value", [SECRET, "x9Kq27", "p@ss w0rd!", "sk_live_8f3K2j1h", "A" * 1000, "b5e1c0de-12ab-4f00-9d2e"]
)  # fmt: skip
def test_a_secret_can_be_recognised(value: str) -> None:
    """It is long enough and like nothing else."""
    assert is_recognisable(value)


@pytest.mark.parametrize(
    "value",
    ["secret", "Wintermute", "created_at", "join_date", "user_name_2", "createdAt",
     "flask.sessions", "col12", "123456789", "2024-01-02 10:00:00", "2024-01-02T10:00:00Z", "1.5e10",
     "127.0.0.1", "wrong, sorry",
     "x9Kq2", "/var/lib/x1", "https://example.com/1", "pbkdf2:sha256", "", "[redacted]"],
)  # fmt: skip
def test_a_word_a_number_or_a_name_cannot_be_recognised(value: str) -> None:
    """It is found by its own name only."""
    assert not is_recognisable(value)


@pytest.mark.parametrize("written", [r"a\"b-9Zz", "a%22b-9Zz", "a&quot;b-9Zz", 'a"b-9Zz'])
def test_a_value_is_found_as_json_html_and_urls_write_it(written: str) -> None:
    """The text around it stays."""
    assert SecretFinder(['a"b-9Zz']).redact(f"it is {written}.") == "it is [redacted]."


def test_values_that_share_a_word_are_told_apart() -> None:
    """The longest that fits is replaced."""
    finder = SecretFinder(["Alpha-77", "Alpha-77-b", "x-Alpha-1"])
    text = "Alpha-77 Alpha-77-b x-Alpha-1 Alpha-7 Alpha-778"
    assert finder.redact(text, lambda found: f"<{len(found)}>") == "<8> <10> <9> Alpha-7 Alpha-778"


def test_many_long_values_are_looked_for_in_one_pass() -> None:
    """255 secrets of a thousand letters, in more than a megabyte."""
    secrets = SecretValues()
    for number in range(255):
        secrets.add("ab" * 490 + f"{number:020}")
    finder = secrets.finder(())
    assert finder is not None
    text = ("ab" * 490 + " ") * 1000 + "ab" * 490 + f"{7:020}" + " a" * 100_000
    started = time.thread_time()
    assert finder.redact(text).count("[redacted]") == 1
    assert time.thread_time() - started < 2
