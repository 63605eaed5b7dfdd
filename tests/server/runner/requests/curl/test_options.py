"""Tests of reading the options of curl."""

import pytest

from server.runner.requests.curl.options import CurlOption, options_of


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["-XPUT"], [("request", "PUT", "-X")]),
        (["-sSX", "PUT"], [("request", "PUT", "-X")]),
        (["--request=PUT"], [("request", "PUT", "--request=PUT")]),
        (["--json", "{}"], [("json", "{}", "--json")]),
        (["-o", "x", "-Ok"], [("left-out", "x", "-o x"), ("left-out", "", "-O")]),
        (["--output=x"], [("left-out", "x", "--output x")]),
        (["-L"], [("location", "", "-L")]),
        (["-", "--", "-a"], [("url", "-", "-"), ("url", "-a", "-a")]),
        (["-sZ"], [("unknown", "", "-sZ")]),
        (["--what"], [("unknown", "", "--what")]),
        (["-d"], [("data", "", "-d")]),
        (["--silent", "-kv", "--compressed"], []),
    ],
)
def test_options_are_read_as_curl_reads_them(words: list[str], found: list[tuple[str, str, str]]) -> None:
    """Letters stand together, a value is in the same word or in the next, and addresses need no option."""
    expected = [CurlOption(name=name, value=value, written=written) for name, value, written in found]
    assert list(options_of(words)) == expected
