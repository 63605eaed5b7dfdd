"""Tests of reading a curl command: what browsers copy, what people type, and what nobody should paste."""

import pytest

from server.runner.requests.curl import LONGEST, CurlRequest, NotCurl, read


def parsed(text: str) -> CurlRequest:
    """Return the request of a command that is understood."""
    found = read(text)
    assert isinstance(found, CurlRequest), found
    return found


def test_a_command_that_a_browser_copied() -> None:
    """Several lines, headers in quotes, a cookie header by -b, and JSON."""
    found = parsed(
        "curl 'http://localhost:5000/api/books?page=2' \\\n"
        "  -X 'PUT' \\\n"
        "  -H 'Accept: */*' \\\n"
        "  -b 'session=a.b; theme=dark' \\\n"
        "  -H 'content-type: application/json' \\\n"
        '  --data-raw $\'{"title":"L\\u2019\\xe9t\\\'e\\n"}\' --compressed --insecure -sSL'
    )
    assert (found.method, found.path) == ("PUT", "/api/books?page=2")
    assert found.headers == [("Accept", "*/*"), ("content-type", "application/json")]
    assert found.cookies == [("session", "a.b"), ("theme", "dark")]
    assert found.json == '{"title":"L\u2019\xe9t\'e\n"}'


@pytest.mark.parametrize(
    ("command", "method", "path"),
    [
        ("curl localhost:5000", "GET", "/"),
        ("curl https://shop.example/a%20b#c", "GET", "/a%20b"),
        ("curl -XDELETE http://h/a", "DELETE", "/a"),
        ("curl -I http://h/a", "HEAD", "/a"),
        (
            "curl -G http://h/a?x=1 -d b=2 --data-urlencode 'q=tea & milk'",
            "GET",
            "/a?x=1&b=2&q=tea%20%26%20milk",
        ),
        ("curl --request=PATCH --url=http://h/a", "PATCH", "/a"),
        ('curl "http://h/a\\"b"', "GET", '/a"b'),
    ],
)
def test_method_and_path(command: str, method: str, path: str) -> None:
    """The host is not taken over: requests go to the app of the bench."""
    found = parsed(command)
    assert (found.method, found.path) == (method, path)


def test_forms_files_and_logins() -> None:
    """A form is a form, -F with @ names a field whose file must be chosen, -u is a login."""
    found = parsed("curl h/x -d 'a=1&b=2 3' -d c= -u 'ada:se:cret'")
    assert found.raw == "a=1&b=2 3&c="
    found = parsed("curl h/x -d 'a=1&b=2+3' -d c= -u 'ada:se:cret'")
    assert (found.method, found.form) == ("POST", [("a", "1"), ("b", "2 3"), ("c", "")])
    assert (found.user, found.password) == ("ada", "se:cret")
    found = parsed("curl h/x -F name=ada -F 'doc=@/etc/passwd;type=text/plain' --form-string at=@x")
    assert (found.form, found.files) == ([("name", "ada"), ("at", "@x")], ["doc"])
    found = parsed("""curl h/x --json '{"a": 1}'""")
    assert (found.method, found.json) == ("POST", '{"a": 1}')
    assert parsed("curl h/x -d '<a/>' -H 'Content-Type: text/xml'").raw == "<a/>"


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("wget http://h/", "wget http://h/"),
        ("curl", "curl"),
        ("curl 'http://h/", "curl 'http://h/"),
        ("curl h/x -d @/etc/passwd", "@/etc/passwd"),
        ("curl h/x --data-urlencode a@/etc/passwd", "a@/etc/passwd"),
        ("curl h/x -b cookies.txt", "cookies.txt"),
        ("curl -K /etc/passwd h/x", "-K"),
        ("curl --config /etc/passwd h/x", "--config"),
        ("curl 'http://[/'", "http://[/"),
        ("", ""),
    ],
)
def test_what_is_not_understood_is_named(command: str, word: str) -> None:
    """Files are never read, and an unknown option is not guessed at."""
    assert read(command) == NotCurl(word=word)


@pytest.mark.parametrize(
    "text",
    [
        "curl " + "x" * LONGEST,
        "curl h " + "-H a:b " * 3_000,
        "curl " + "\\" * 100_000,
        "curl h " + "$'" * 50_000,
        "curl h -d " + "a=1&" * 40_000,
        'curl "' + "\\" * 99_999,
    ],
)
def test_a_hostile_command_ends_at_once(text: str) -> None:
    """Text of any size and any quotes is read in one pass, or refused."""
    assert isinstance(read(text), CurlRequest | NotCurl)


def test_nothing_is_expanded() -> None:
    """Variables and commands stay text."""
    assert parsed("curl 'h/$(id)' -H \"A: `id` $HOME\"").headers == [("A", "`id` $HOME")]
