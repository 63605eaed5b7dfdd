"""Tests of splitting a command into words."""

import pytest

from server.runner.requests.curl.words import words_of


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ('curl a \'b c\' "d \\" e" f\\ g', ["curl", "a", "b c", 'd " e', "f g"]),
        ("curl a \\\n  -H 'b: c'", ["curl", "a", "-H", "b: c"]),
        ("curl $'a\\u00e9\\n'", ["curl", "aé\n"]),
        ("curl 'a^\"b'", ["curl", 'a^"b']),
        ("curl ''", ["curl", ""]),
    ],
)
def test_as_bash_does(command: str, words: list[str]) -> None:
    """Quotes of every kind, and lines that go on."""
    assert words_of(command) == words


@pytest.mark.parametrize(
    ("command", "words"),
    [
        # Chrome and Edge from 2023 on: every quote has a caret.
        (
            'curl ^"http://localhost:5000/a?x=1^&y=2^" ^\r\n  -H ^"accept: */*^" ^\r\n'
            '  --data-raw ^"^{^\\^"a^\\^":^\\^"50^% ^^^\\^"^}^"',
            ["curl", "http://localhost:5000/a?x=1&y=2", "-H", "accept: */*", "--data-raw", '{"a":"50% ^"}'],
        ),
        # Before that, and in Firefox: carets at the ends of lines alone.
        (
            'curl "http://localhost:5000/a?x=1&y=2" ^\n  -H "a: ^b" ^\n  --data-raw "{""a"": \\"b\\"}"',
            ["curl", "http://localhost:5000/a?x=1&y=2", "-H", "a: ^b", "--data-raw", '{"a": "b"}'],
        ),
        ('curl ^"h^" -d ^"one^\n\ntwo^"', ["curl", "h", "-d", "one\ntwo"]),
        ('curl.exe ^"h^" -d ^"^"', ["curl.exe", "h", "-d", ""]),
    ],
)
def test_as_the_command_prompt_of_windows_does(command: str, words: list[str]) -> None:
    """What a browser copies with "Copy as cURL (cmd)"."""
    assert words_of(command) == words


@pytest.mark.parametrize("command", ["curl 'a", 'curl "a', 'curl ^"a', 'curl ^"h^" ^\n ' + '"" "' * 30_001])
def test_an_open_quote_makes_no_words(command: str) -> None:
    """Whichever of the two shells it is for."""
    assert words_of(command) is None


@pytest.mark.parametrize(
    "text", ['curl ^"' + "\\" * 150_000, 'curl ^"' + '"' * 150_000, "curl a ^\n" + "^" * 150_000]
)
def test_a_hostile_command_for_windows_ends_at_once(text: str) -> None:
    """Text of any size and any quotes is read in one pass."""
    words_of(text)
