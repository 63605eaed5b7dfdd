"""Secret values are recognised wherever they appear."""

from collections.abc import Callable
from functools import cache
from typing import Final

import pytest

from server.runner.redaction.values import (
    COMPARED_AT_LEAST,
    COMPARED_PER_CHARACTER,
    SecretFinder,
    SecretValues,
    is_recognisable,
)
from tests.support.linear_time import assert_linear

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


LONG_SECRETS: Final[dict[str, Callable[[int], str]]] = {
    "a number at the end": lambda number: "ab" * 490 + f"{number:020}",
    "a word at different places": lambda number: "- " * number + "wörd1x " + "- " * (500 - number),
    "one letter": lambda number: "a" * (1000 - number) + "1",
    "escapes": lambda number: 'é"' * 400 + f"{number:020}",
}
LIKE_THEM: Final = ("ab", "ab" * 490 + " ", "wörd1x ", "- wörd1x ", "a" * 990 + " ", 'é"', "a ")


@cache
def finder_of(name: str) -> SecretFinder:
    """Return what finds 255 secrets of a thousand letters."""
    return SecretFinder(map(LONG_SECRETS[name], range(255)))


@pytest.mark.hardness("guest-slow-text")
@pytest.mark.parametrize("name", LONG_SECRETS)
@pytest.mark.parametrize("part", LIKE_THEM)
def test_many_long_values_are_looked_for_in_linear_time(part: str, name: str) -> None:
    """255 secrets of a thousand letters, in texts that are almost like them."""
    assert_linear(finder_of(name).redact, lambda length: part * (length // len(part)))


@pytest.mark.hardness("guest-slow-text")
@pytest.mark.parametrize("length", [100_000, 200_000, 400_000])
def test_the_characters_that_are_compared_are_counted(length: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """However like the secrets a text is: of each of its characters, at most 32 are compared."""
    compared = 0
    is_value = SecretFinder._is_value

    def counted(finder: SecretFinder, text: str, start: int, size: int) -> bool:
        nonlocal compared
        compared += size
        return is_value(finder, text, start, size)

    monkeypatch.setattr(SecretFinder, "_is_value", counted)
    shown = finder_of("a word at different places").redact("wörd1x " * (length // 7))
    assert compared <= COMPARED_PER_CHARACTER * length + COMPARED_AT_LEAST
    assert shown.endswith("[redacted]"), "what was not compared is not shown"


def test_long_values_are_still_found_among_similar_ones() -> None:
    """One of a hundred secrets of a thousand letters, in a text of a megabyte."""
    make = LONG_SECRETS["a number at the end"]
    secrets = SecretValues()
    for number in range(100):
        secrets.add(make(number))
    finder = secrets.finder(())
    assert finder is not None
    assert finder.redact(("ab" * 490 + " ") * 1000 + make(7) + " a" * 100_000).count("[redacted]") == 1


@pytest.mark.hardness("guest-slow-text")
@pytest.mark.parametrize(
    "part", ["_", "1", "a_", "a1", ".", ":", "1:", "1e", "é", "%", "/", "-", " ", "\\'", "a.", "_1", "+"]
)
@pytest.mark.parametrize("end", ["%", "é%", "!~"])
def test_a_value_of_a_client_is_recognised_in_linear_time(part: str, end: str) -> None:
    """No shape of a value makes a pattern read it again and again, such as `a` and sixty underscores."""
    assert_linear(is_recognisable, lambda length: ("a" + part * length)[:4000] + end, 1000)
    assert_linear(is_recognisable, lambda length: (part * length)[:4000] + end, 1000)


def test_the_values_of_an_exchange_have_a_total_length() -> None:
    """What is found first counts, and a value that finds no room does not take that of others."""
    secrets = SecretValues()
    for number in range(200):
        secrets.add(f"{number:04}-x" + "Ab" * 1000)
    secrets.add("hunter2-Zz9")
    finder = secrets.finder(())
    assert finder is not None
    first, last = ("0000-x" + "Ab" * 1000, "0199-x" + "Ab" * 1000)
    assert finder.redact(f"{first} {last} hunter2-Zz9") == f"[redacted] {last} [redacted]"
