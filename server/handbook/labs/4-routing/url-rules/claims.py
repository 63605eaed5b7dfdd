"""What is said about URL rules, decided in a library's catalogue."""

from urllib.parse import urlsplit

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


@claim(
    "first-rule-wins",
    "When two rules fit a URL, the one that was written first wins.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'@app.route("/books/new")\ndef new_books():': '@app.route("/books/<name>")\ndef new_books(name):'}
    ),
)
def first_rule_wins(bench: Bench) -> Observation:
    seen = bench.send("GET", "/books/new")
    first, won = "by_title", seen.of("routing")["endpoint"]
    return Observation(
        holds=won == first,
        because=f"`by_title` stands before `new_books` in the file, and both fit `/books/new`: "
        f"`{won}` answered.",
    )


@claim(
    "slash-is-added",
    "A URL that lacks the slash at the end of its rule is answered with a redirect to the URL that has it.",
    expect=HOLDS,
    counter=Counter({'@app.route("/books/")': '@app.route("/books/", strict_slashes=False)'}),
)
def slash_is_added(bench: Bench) -> Observation:
    seen = bench.send("GET", "/books")
    return Observation(
        holds=seen.status == 308 and urlsplit(seen.header("Location") or "").path == "/books/",
        because=f"`/books` was answered with {seen.status_line}"
        + (f", to `{seen.header('Location')}`." if seen.status != 200 else ", without any redirect."),
    )


@claim(
    "post-without-slash",
    "A form that is posted to the URL without its slash arrives with all of its fields.",
    expect=HOLDS,
    counter=Counter(path="/borrow"),
)
def post_without_slash(bench: Bench, *, path: str = "/loans") -> Observation:
    first = bench.send("POST", path, form={"book": "Emma"})
    # What a browser does next is fixed by the status: 307 and 308 keep method and body (RFC 9110, 15.4).
    method, form = ("POST", {"book": "Emma"}) if first.status in (307, 308) else ("GET", {})
    then = bench.send(method, "/loans/", form=form).json()
    return Observation(
        holds=then["method"] == "POST" and then["book"] == "Emma",
        because=f"`{first.sent}` was answered with {first.status_line}, after which a browser sends "
        f"a `{then['method']}`; with that, the view found the book {then['book']}.",
    )


@claim(
    "extra-slash-ignored",
    "A slash too many at the end of a URL is ignored.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"/opening-hours")': '"/opening-hours/")'}),
)
def extra_slash_ignored(bench: Bench) -> Observation:
    seen = bench.send("GET", "/opening-hours/")
    return Observation(
        holds=seen.status == 200, because=f"`/opening-hours/` was answered with {seen.status_line}."
    )


@claim(
    "int-takes-negative",
    "`<int:floor>` takes any whole number, -1 too.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"<int:floor>": "<int(signed=True):floor>"}),
)
def int_takes_negative(bench: Bench) -> Observation:
    seen = bench.send("GET", "/floors/-1")
    rule = next(tried for tried in seen.of("routing")["tried"] if tried["rule"].startswith("/floors/"))
    return Observation(
        holds=seen.status == 200,
        because=f"`/floors/-1` was answered with {seen.status_line}; "
        f"for `{rule['rule']}` the router's result was {rule['outcome']!r}.",
    )


@claim(
    "converter-only-checks",
    "A converter only checks the text: the view still gets a `str`.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"<int:floor>": "<floor>"}),
)
def converter_only_checks(bench: Bench) -> Observation:
    found = bench.send("GET", "/floors/2").json()["type"]
    return Observation(
        holds=found == "str", because=f"For `/floors/2` the view got a value of type `{found}`."
    )


@claim(
    "refusal-is-404",
    "A value that the converter refuses is answered with `404 Not Found`.",
    expect=HOLDS,
    counter=Counter({"            raise ValidationError\n": '            __import__("flask").abort(400)\n'}),
)
def refusal_is_404(bench: Bench) -> Observation:
    seen, nowhere = bench.send("GET", "/authors/austen+"), bench.send("GET", "/no/such/page")
    return Observation(
        holds=(seen.status, seen.text) == (nowhere.status, nowhere.text),
        because=f"`NamesConverter` refused `austen+`, and the answer was {seen.status_line}; a page that "
        f"does not exist gave {nowhere.status_line}.",
        shown=seen,
    )


@claim(
    "custom-both-ways",
    "A converter of your own works both ways: its `to_url` writes the part that `url_for` needs.",
    expect=HOLDS,
    counter=Counter({'return "+".join(names)': "return str(names)"}),
)
def custom_both_ways(bench: Bench) -> Observation:
    found = bench.send("GET", "/authors/austen+eliot").json()
    return Observation(
        holds=found["who"] == ["austen", "eliot"] and found["their page"] == "/authors/austen+eliot",
        because=f"The view got `{found['who']}`, and `url_for` made `{found['their page']}` of it.",
    )


@claim(
    "escaped-slash-divides",
    "`/books/<title>` does not match `/books/AC%2FDC`.",
    expect=HOLDS,
    counter=Counter({"/books/<title>": "/books/<path:title>"}),
)
def escaped_slash_divides(bench: Bench) -> Observation:
    seen = bench.send("GET", "/books/AC%2FDC")
    return Observation(
        holds=seen.status == 404,
        because=f"`/books/AC%2FDC` was answered with {seen.status_line}: the router was given the path "
        f"`{seen.exchange.request.path}`.",
    )


@claim(
    "rule-sees-query",
    "A rule can name what stands behind the question mark: `/find?q=<word>`.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"/find?q=<word>"': '"/find"'}),
)
def rule_sees_query(bench: Bench) -> Observation:
    seen = bench.send("GET", "/find", query={"q": "emma"})
    return Observation(
        holds=seen.status == 200, because=f"`/find?q=emma` was answered with {seen.status_line}."
    )
