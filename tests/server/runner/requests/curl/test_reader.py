"""Tests of reading a curl command: what browsers copy, what people type, and what nobody should paste."""

import pytest

from server.runner.requests.curl.reader import LONGEST, CurlFault, CurlRequest, NotCurl, read


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
    ("command", "fault", "word"),
    [
        ("wget http://h/", CurlFault.NOT_CURL, "wget http://h/"),
        ("", CurlFault.NOT_CURL, ""),
        ("curl", CurlFault.NO_ADDRESS, ""),
        ("curl 'http://h/", CurlFault.OPEN_QUOTE, ""),
        ("curl h/x -d @/etc/passwd", CurlFault.FILE, "-d @/etc/passwd"),
        ("curl h/x --json @body.json", CurlFault.FILE, "--json @body.json"),
        ("curl h/x --data-urlencode a@/etc/passwd", CurlFault.FILE, "--data-urlencode a@/etc/passwd"),
        ("curl h/x -b cookies.txt", CurlFault.FILE, "-b cookies.txt"),
        ("curl h/x -H @headers.txt", CurlFault.FILE, "-H @headers.txt"),
        ("curl -T notes.txt h/x", CurlFault.FILE, "-T notes.txt"),
        ("curl -K /etc/passwd h/x", CurlFault.OPTION, "-K"),
        ("curl --config /etc/passwd h/x", CurlFault.OPTION, "--config"),
        ("curl h/x --next h/y", CurlFault.OPTION, "--next"),
        ("curl 'http://[/'", CurlFault.ADDRESS, "http://[/"),
        ("curl file:///etc/passwd", CurlFault.SCHEME, "file:"),
        ("curl file:/etc/passwd", CurlFault.SCHEME, "file:"),
        ("curl ftp://h/x", CurlFault.SCHEME, "ftp:"),
        ("curl -X 'FOO BAR' h/x", CurlFault.METHOD, "FOO BAR"),
    ],
)
def test_what_cannot_be_sent_is_named_with_its_reason(command: str, fault: CurlFault, word: str) -> None:
    """Files are never read, and an unknown option is not guessed at."""
    found = read(command)
    assert isinstance(found, NotCurl)
    assert found.fault is fault
    assert found.word.startswith(word)


def test_what_has_no_place_in_a_request_is_said() -> None:
    """The host, further addresses, and options about the answer are neither followed nor forgotten."""
    found = parsed("curl -sS -L https://ada:pw@shop.example:8000/a http://h/b -o out.json --max-time 3 -k")
    assert (found.host, found.path) == ("shop.example:8000", "/a")
    assert (found.user, found.password) == ("ada", "pw")
    assert found.left_out == ["-L", "-o out.json", "--max-time 3", "http://h/b"]


@pytest.mark.parametrize(
    ("command", "headers", "cookies"),
    [
        ("curl h -H 'Cookie: a=1; b=2' -b c=3", [], [("a", "1"), ("b", "2"), ("c", "3")]),
        ("curl h -A me -e http://r/ -r 0-9", None, []),
        ("curl h -H 'X-Empty;' -H 'Accept:' -H 'accept: a/b'", [("X-Empty", "")], []),
        (
            "curl h --json '{}' --json ''",
            [("Content-Type", "application/json"), ("Accept", "application/json")],
            [],
        ),
    ],
)
def test_headers(command: str, headers: list[tuple[str, str]] | None, cookies: list[tuple[str, str]]) -> None:
    """As curl sends them; a header without a value is left out, as curl does."""
    found = parsed(command)
    expected = [("User-Agent", "me"), ("Referer", "http://r/"), ("Range", "bytes=0-9")]
    assert found.headers == (expected if headers is None else headers)
    assert found.cookies == cookies


@pytest.mark.parametrize(
    ("command", "method", "path"),
    [
        ("curl h -d ''", "POST", "/"),
        ("curl -G h --json '{}'", "GET", "/?{}"),
        ("curl h --url-query 'q=a b' --data-urlencode 'n@x=1 2'", "POST", "/?q=a%20b"),
        ("curl h/a//b", "GET", "/a//b"),
        ("curl //h/a", "GET", "/a"),
        ("curl -- -h/a", "GET", "/a"),
        ("curl localhost:5000/file:x", "GET", "/file:x"),
        ("curl h -X delete", "DELETE", "/"),
        ("curl -sXPUT h", "PUT", "/"),
    ],
)
def test_what_curl_makes_of_it(command: str, method: str, path: str) -> None:
    """Data decide the method, also empty ones, and a query has two sources."""
    found = parsed(command)
    assert (found.method, found.path) == (method, path)


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
