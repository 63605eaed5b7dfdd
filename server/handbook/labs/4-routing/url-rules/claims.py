"""What is said about URL rules, decided in a library's catalogue."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim


def why_not(seen: Seen, rule: str) -> str:
    """How the router dealt with one rule, such as `converter`."""
    return next(
        (str(tried["outcome"]) for tried in seen.of("routing")["tried"] if tried["rule"] == rule), "absent"
    )


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
        because=f"by_title stands before new_books in the file, and both fit /books/new: {won} answered.",
    )


@claim(
    "no-slash-same",
    "A rule that ends with a slash also answers the URL without it, directly.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'@app.route("/books/")': '@app.route("/books/", strict_slashes=False)'}),
)
def no_slash_same(bench: Bench) -> Observation:
    seen = bench.send("GET", "/books")
    return Observation(
        holds=seen.status == 200,
        because=f"/books was answered with {seen.status_line}"
        + (f", to {seen.header('Location')}." if seen.status != 200 else ", without any redirect."),
    )


@claim(
    "post-lost-without-slash",
    "A form posted to the URL without its slash arrives as a GET, its fields lost.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/borrow"),
)
def post_lost_without_slash(bench: Bench, *, path: str = "/loans") -> Observation:
    first = bench.send("POST", path, form={"book": "Emma"})
    # What a browser does next is fixed by the status: 307 and 308 keep method and body (RFC 9110, 15.4).
    method, form = ("POST", {"book": "Emma"}) if first.status in (307, 308) else ("GET", {})
    then = bench.send(method, "/loans/", form=form).json()
    return Observation(
        holds=then["book"] is None,
        because=f"{first.sent} was answered with {first.status_line}; "
        f"the browser then sends a {then['method']}, and the view found the book {then['book']}.",
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
        holds=seen.status == 200, because=f"/opening-hours/ was answered with {seen.status_line}."
    )


@claim(
    "double-slashes-merged",
    "Two slashes in a row are mended by a redirect to the URL with one.",
    expect=HOLDS,
    counter=Counter(
        {
            "import BaseConverter,": "import BaseConverter, Map,",
            "app = Flask(__name__)\n": "app = Flask(__name__)\napp.url_map = Map(merge_slashes=False)\n",
        }
    ),
)
def double_slashes_merged(bench: Bench) -> Observation:
    seen = bench.send("GET", "/books//7")
    location = seen.header("Location") or ""
    return Observation(
        holds=seen.status == 308 and location.endswith("/books/7"),
        because=f"/books//7 was answered with {seen.status_line}{f', to {location}' if location else ''}.",
    )


@claim(
    "int-takes-negative",
    "<int:floor> takes any whole number, -1 too.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"<int:floor>": "<int(signed=True):floor>"}),
)
def int_takes_negative(bench: Bench) -> Observation:
    seen = bench.send("GET", "/floors/-1")
    rule = next(tried for tried in seen.of("routing")["tried"] if tried["rule"].startswith("/floors/"))
    return Observation(
        holds=seen.status == 200,
        because=f"/floors/-1 was answered with {seen.status_line}; "
        f"for {rule['rule']} the router's result was {rule['outcome']!r}.",
    )


@claim(
    "converter-only-checks",
    "A converter only checks the text: the view still gets a str.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"<int:floor>": "<floor>"}),
)
def converter_only_checks(bench: Bench) -> Observation:
    found = bench.send("GET", "/floors/2").json()["type"]
    return Observation(holds=found == "str", because=f"For /floors/2 the view got a value of type {found}.")


@claim(
    "refusal-is-400",
    "A value that the converter refuses is answered with 400 Bad Request.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"            raise ValidationError\n": '            __import__("flask").abort(400)\n'}),
)
def refusal_is_400(bench: Bench) -> Observation:
    seen = bench.send("GET", "/authors/austen+")
    return Observation(
        holds=seen.status == 400,
        because=f"NamesConverter refused 'austen+', and the answer was {seen.status_line}.",
    )


@claim(
    "custom-both-ways",
    "A converter of your own works both ways: its to_url writes the part that url_for needs.",
    expect=HOLDS,
    counter=Counter({'return "+".join(names)': "return str(names)"}),
)
def custom_both_ways(bench: Bench) -> Observation:
    found = bench.send("GET", "/authors/austen+eliot").json()
    return Observation(
        holds=found["who"] == ["austen", "eliot"] and found["their page"] == "/authors/austen+eliot",
        because=f"The view got {found['who']}, and url_for made {found['their page']} of it.",
    )


@claim(
    "string-takes-slashes",
    "<title> takes the rest of the URL, slashes and all.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"/books/<title>": "/books/<path:title>"}),
)
def string_takes_slashes(bench: Bench) -> Observation:
    seen = bench.send("GET", "/books/war/peace")
    return Observation(
        holds=seen.status == 200, because=f"/books/war/peace was answered with {seen.status_line}."
    )


@claim(
    "escaped-slash-stays",
    "A slash written as %2F stays inside its segment.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"/books/<title>": "/books/<path:title>"}),
)
def escaped_slash_stays(bench: Bench) -> Observation:
    seen = bench.send("GET", "/books/AC%2FDC")
    return Observation(
        holds=seen.status == 200,
        because=f"/books/AC%2FDC was answered with {seen.status_line}: the router was given the path "
        f"{seen.exchange.request.path}.",
    )


@claim(
    "rule-sees-query",
    "A rule can name what stands behind the question mark: /find?q=<word>.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"/find?q=<word>"': '"/find"'}),
)
def rule_sees_query(bench: Bench) -> Observation:
    seen = bench.send("GET", "/find", query={"q": "emma"})
    return Observation(
        holds=seen.status == 200, because=f"/find?q=emma was answered with {seen.status_line}."
    )


@claim(
    "wrong-method-404",
    "A URL asked for with the wrong method is not found: 404.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/closing-time"),
)
def wrong_method_404(bench: Bench, *, path: str = "/opening-hours") -> Observation:
    seen = bench.send("POST", path)
    return Observation(
        holds=seen.status == 404,
        because=f"POST {path} was answered with {seen.status_line}"
        + (f", and Allow names {seen.header('Allow')}." if seen.header("Allow") else "."),
    )


@claim(
    "head-and-options-added",
    "A view written for GET alone also answers HEAD and OPTIONS.",
    expect=HOLDS,
    counter=Counter(
        {'@app.route("/opening-hours")': '@app.route("/opening-hours", provide_automatic_options=False)'}
    ),
)
def head_and_options_added(bench: Bench) -> Observation:
    answers = [bench.send(method, "/opening-hours") for method in ("HEAD", "OPTIONS")]
    return Observation(
        holds=all(answer.status == 200 for answer in answers),
        because=" and ".join(
            f"{answer.exchange.request.method} got {answer.status_line}" for answer in answers
        )
        + ".",
    )


@claim(
    "all-methods-by-default",
    "A route that names no methods takes POST as well as GET.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'@app.route("/opening-hours")': '@app.route("/opening-hours", methods=["GET", "POST"])'}
    ),
)
def all_methods_by_default(bench: Bench) -> Observation:
    seen = bench.send("POST", "/opening-hours")
    return Observation(
        holds=seen.status == 200, because=f"POST /opening-hours was answered with {seen.status_line}."
    )
