"""What is said about static files, decided at a birdwatchers' club."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

FLASK = "app = Flask(__name__)\n"
ASK = (
    "import sys; sys.path.insert(0, sys.argv[1]); from app import app; "
    "print(app.test_client().get('/static/heron.txt').status_code)"
)


def tag(seen: Seen) -> str:
    """The ETag of an answer."""
    found = seen.header("ETag")
    if found is None:
        raise Undecided(f"{seen.sent} came without an ETag.", "Restore the lab.")
    return found


@claim(
    "where-it-was-started",
    "Flask looks for `static/` in the folder in which it was started.",
    expect=FAILS,
    mistake=True,
    counter=Counter({FLASK: 'app = Flask(__name__, static_folder=Path("static").absolute())\n'}),
)
def where_it_was_started(bench: Bench) -> Observation:
    ran = bench.python("-B", "-c", ASK, str(bench.folder), cwd=bench.scratch)
    if ran.code:
        raise Undecided(f"The app did not run elsewhere: {ran.output[-200:]}", "Restore the lab.")
    found = ran.output.split()[-1]
    return Observation(
        holds=found != "200",
        because=f"Started in an empty folder elsewhere, the app answered {found} to `/static/heron.txt`.",
    )


@claim(
    "all-files",
    "Any file of the project can be fetched by whoever guesses its name.",
    expect=FAILS,
    mistake=True,
    counter=Counter({FLASK: 'app = Flask(__name__, static_folder=".", static_url_path="")\n'}),
)
def all_files(bench: Bench) -> Observation:
    asked = {path: bench.send("GET", path).status for path in ("/members.txt", "/app.py", "/claims.py")}
    return Observation(
        holds=200 in asked.values(),
        because="Asked for files beside the app, it answered "
        + ", ".join(f"{status} to `{path}`" for path, status in asked.items())
        + ".",
    )


@claim(
    "dots-refused",
    "A path with `../` in it does not lead out of the static folder.",
    expect=HOLDS,
    counter=Counter(prefix="/careless"),
)
def dots_refused(bench: Bench, *, prefix: str = "/static") -> Observation:
    paths = tuple(f"{prefix}/{dots}members.txt" for dots in ("../", "%2e%2e/", "..%2f", "./../"))
    asked = {path: bench.send("GET", path) for path in paths}
    leaked = [path for path, seen in asked.items() if "Grace" in seen.text]
    return Observation(
        holds=not leaked,
        because=f"`GET {leaked[0]}` gave the list of members."
        if leaked
        else f"{len(asked)} ways of writing `{paths[0]}` were answered "
        + ", ".join(str(seen.status) for seen in asked.values())
        + ".",
    )


@claim(
    "send-file-follows",
    "`send_file` also sends what lies outside the folder, if the name in the URL leads there.",
    expect=HOLDS,
    counter=Counter({'send_file(here / "archive" / name)': 'send_from_directory(here / "archive", name)'}),
)
def send_file_follows(bench: Bench) -> Observation:
    seen = bench.send("GET", "/careless/../members.txt")
    return Observation(
        holds="Grace" in seen.text,
        because=f"`GET /careless/../members.txt` was answered {seen.status_line}"
        + (f": `{seen.text.strip()}`" if seen.status == 200 else "."),
    )


@claim(
    "twelve-hours",
    "Unless told otherwise, Flask lets browsers keep a static file for twelve hours.",
    expect=FAILS,
    mistake=True,
    counter=Counter({FLASK: f'{FLASK}app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 12 * 60 * 60\n'}),
)
def twelve_hours(bench: Bench) -> Observation:
    said = bench.send("GET", "/static/club.css").header("Cache-Control") or ""
    return Observation(
        holds="max-age=43200" in said,
        because=f"The style sheet came with `Cache-Control: {said or 'nothing'}`.",
    )


@claim(
    "not-sent-again",
    "With `Cache-Control: no-cache` a browser that has the file already need not be sent it again.",
    expect=HOLDS,
    counter=Counter(
        {
            "from flask import Flask,": "import os\nfrom flask import Flask,",
            '    app.logger.info("Somebody asks for %s", request.endpoint)\n': (
                '    os.utime(here / "static" / "heron.txt")\n'
            ),
        }
    ),
)
def not_sent_again(bench: Bench) -> Observation:
    first = bench.send("GET", "/static/heron.txt")
    again = bench.send("GET", "/static/heron.txt", headers={"If-None-Match": tag(first)})
    return Observation(
        holds=again.status == 304 and not again.text,
        because=f"First the file came with {len(first.text)} bytes and a tag. Asked again, with the tag, "
        f"the app answered {again.status_line} with {len(again.text)} bytes.",
    )


@claim(
    "tag-of-contents",
    "The `ETag` is computed from what is in the file.",
    expect=FAILS,
    mistake=True,
    counter=Counter(other="heron.txt"),
)
def tag_of_contents(bench: Bench, *, other: str = "heron-again.txt") -> Observation:
    one, two = bench.send("GET", "/static/heron.txt"), bench.send("GET", f"/static/{other}")
    if one.text != two.text:
        raise Undecided("The two files differ.", "Restore the lab.")
    return Observation(
        holds=tag(one) == tag(two),
        because=f"`heron.txt` has the tag `{tag(one)}`, "
        f"and `{other}`, with the same words, has `{tag(two)}`.",
    )


@claim(
    "a-part",
    "A client can ask for a part of a static file, and gets no more than that.",
    expect=HOLDS,
    counter=Counter(part="bytes=900-999"),
)
def a_part(bench: Bench, *, part: str = "bytes=4-13") -> Observation:
    seen = bench.send("GET", "/static/heron.txt", headers={"Range": part})
    return Observation(
        holds=seen.status == 206 and seen.text == "grey heron",
        because=f"`Range: {part}` was answered {seen.status_line}, "
        f"with `Content-Range: {seen.header('Content-Range')}`"
        + (f" and the words `{seen.text}`." if seen.status == 206 else "."),
    )


@claim(
    "views-too",
    "A view that returns the text of a file answers requests for a part of it as well.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {'(here / "static" / "heron.txt").read_text()': 'send_file(here / "static" / "heron.txt")'}
    ),
)
def views_too(bench: Bench) -> Observation:
    seen = bench.send("GET", "/song", headers={"Range": "bytes=4-13"})
    return Observation(
        holds=seen.status == 206,
        because=f"Asked for ten bytes, the view answered {seen.status_line} with {len(seen.text)}.",
    )


@claim(
    "hooks-too",
    "A `before_request` hook runs for static files, such as style sheets, as well.",
    expect=HOLDS,
    counter=Counter(
        {
            "@app.before_request\n": "",
            '@app.get("/")\n': "app.before_request_funcs = {'archive': [greet]}\n\n\n@app.get(\"/\")\n",
        }
    ),
)
def hooks_too(bench: Bench) -> Observation:
    seen = bench.send("GET", "/static/club.css")
    ran = [body["name"] for body in seen.all_of("hook") if body["phase"] == "before_request"]
    endpoint = seen.of("routing")["endpoint"]
    return Observation(
        holds=bool(ran),
        because=f"Before the endpoint `{endpoint}` there ran {f'the hook `{ran[0]}`' if ran else 'no hook'}.",
    )
