"""What is said about WSGI, decided in a bakery."""

from urllib.parse import quote

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


@claim(
    "app-is-a-callable",
    "A Flask app is a callable: give it an `environ` and a `start_response`, and it returns the page.",
    expect=HOLDS,
    counter=Counter({'create_environ("/")': 'create_environ("/nothing")'}),
)
def app_is_a_callable(bench: Bench) -> Observation:
    page = bench.send("GET", "/")
    called = bench.send("GET", "/by-hand").json()
    same = called == {"status": page.status_line, "page": page.text}
    return Observation(
        holds=same,
        because=f"The call gave {called['status']} and {len(called['page'])} characters, a request over HTTP "
        f"{page.status_line} and {len(page.text)}; they are {'the same' if same else 'not the same'}.",
    )


@claim(
    "all-headers-prefixed",
    "Every header of the request is in `environ` as `HTTP_` and its name.",
    expect=FAILS,
    mistake=True,
    counter=Counter(header="X-Table"),
)
def all_headers_prefixed(bench: Bench, *, header: str = "Content-Type") -> Observation:
    sent = "text/x-loaf"
    found = bench.send("POST", "/environ/loaf", headers={header: sent}, raw=b"rye").json()["strings"]
    names = [name for name, value in found.items() if value == sent]
    wanted = "HTTP_" + header.upper().replace("-", "_")
    return Observation(holds=wanted in names, because=f"{header} arrived as {', '.join(names)}.")


@claim(
    "path-in-bytes",
    "When somebody asks for `/crêpe`, the letter `ê` arrives in `PATH_INFO` as two characters.",
    expect=HOLDS,
    counter=Counter(
        {
            "        inside = has_": (
                '        if self.name == "Shop":\n'
                '            environ["PATH_INFO"] = environ["PATH_INFO"].encode("latin-1").decode()\n'
                "        inside = has_"
            )
        }
    ),
)
def path_in_bytes(bench: Bench) -> Observation:
    sent = quote("crêpe")
    found = bench.send("GET", f"/environ/{sent}").json()["strings"]["PATH_INFO"]
    word = found.rpartition("/")[2]
    return Observation(
        holds=word.startswith("cr") and word.endswith("pe") and len(word) == len("crêpe") + 1,
        because=f"/environ/{sent} arrived as {found!r}, in which the word has {len(word)} characters.",
    )


@claim(
    "status-can-change",
    "An app that has called `start_response` with 200 OK can still answer 503.",
    expect=HOLDS,
    counter=Counter({'start_response("503 Service Unavailable"': 'start_response("200 OK"'}),
)
def status_can_change(bench: Bench) -> Observation:
    seen = bench.send("GET", "/prices?sold-out", may_crash=True)
    calls = seen.all_of("wsgi")[-1]["start_response"]
    return Observation(
        holds=seen.status == 503,
        because=f"`start_response` was called {calls} times, first with 200 OK, "
        f"and the client got {seen.status_line}.",
    )


@claim(
    "body-first-complete",
    "A response is sent when its whole body is ready.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"response_class(Loaves(),": "response_class(list(Loaves()),"}),
)
def body_first_complete(bench: Bench) -> Observation:
    seen = bench.send("GET", "/oven")
    first = float(seen.of("response")["first_byte"])
    last = next(event.at for event in seen.exchange.of("log") if event.body["message"] == "loaf 3 is baked")
    return Observation(
        holds=first >= last,
        because=f"The first bytes left after {first:.1f} ms, the last loaf was baked after {last:.1f} ms.",
    )


@claim(
    "close-is-called",
    "When the body has been sent, the server calls `close()` on what the app returned.",
    expect=HOLDS,
    counter=Counter({"def close(self):": "def shut(self):"}),
)
def close_is_called(bench: Bench) -> Observation:
    messages = [body["message"] for body in bench.send("GET", "/oven").all_of("log")]
    return Observation(
        holds=messages[-1] == "the oven is off",
        because=f"The last thing that the loaves logged was: {messages[-1]}.",
    )


@claim(
    "middleware-has-request",
    "Middleware can use `flask.request`, since it runs inside the request.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'f"request: {inside}"': 'f"request: {has_request_context()}"'}),
)
def middleware_has_request(bench: Bench) -> Observation:
    found = bench.send("GET", "/").header("X-Shop")
    return Observation(
        holds=found == "request: True",
        because="Right around the Flask app, `has_request_context()` said "
        f"{str(found).removeprefix('request: ')}.",
    )


@claim(
    "first-added-first-run",
    "The middleware that was added first sees the request first.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'Door(app.wsgi_app, "Shop")\napp.wsgi_app = Door(app.wsgi_app, "Street")': (
                'Door(app.wsgi_app, "Street")\napp.wsgi_app = Door(app.wsgi_app, "Shop")'
            )
        }
    ),
)
def first_added_first_run(bench: Bench) -> Observation:
    way = bench.send("GET", "/environ/loaf").json()["way"]
    return Observation(
        holds=way[0] == "Shop",
        because="The Shop door is added first, the Street door second; "
        f"the request came through {', then '.join(way)}.",
    )


@claim(
    "body-read-again",
    "Middleware may read the body; Flask can read it again afterwards.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))': (
                'body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))\n'
                '            environ["wsgi.input"] = __import__("io").BytesIO(body)'
            )
        }
    ),
)
def body_read_again(bench: Bench) -> Observation:
    loaf = bench.send("POST", "/order?taste", form={"loaf": "rye"}).json()["loaf"]
    return Observation(
        holds=loaf == "rye",
        because=f"The loaf that was sent was rye; after the middleware, `request.form` had {loaf!r}.",
    )
