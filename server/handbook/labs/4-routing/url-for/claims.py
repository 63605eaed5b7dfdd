"""What is said about url_for, decided in a museum."""

import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

# A url_for that knows its arguments.
STRICT = Counter(
    {
        "    wanted = request.get_json()\n": """    wanted = request.get_json()
    unknown = set(wanted["values"]) - next(app.url_map.iter_rules(wanted["to"])).arguments
    if unknown:
        return {"error": f"There is no place for {', '.join(unknown)}."}, 400
"""
    }
)
# A url_for that does look, so that it can be seen to make a difference.
LOOKING = Counter(
    {
        "    wanted = request.get_json()\n": """    wanted = request.get_json()
    if wanted["to"] == "static" and not (Path(app.static_folder) / wanted["values"]["filename"]).is_file():
        return {"error": "There is no such file."}, 400
""",
        "from flask import Flask": "from pathlib import Path\n\nfrom flask import Flask",
    }
)


def built(bench: Bench, to: str, **values: Any) -> Mapping[str, Any]:
    """What url_for makes of these arguments: `url`, or `error`."""
    found: Mapping[str, Any] = bench.send("POST", "/signpost", json={"to": to, "values": values}).json()
    return found


def said(found: Mapping[str, Any]) -> str:
    """What came of it, as the end of a sentence."""
    return f"gave `{found['url']}`." if "url" in found else f"ended with an error: {found['error']}"


@claim(
    "misspelt-is-told",
    "`url_for` raises an error for an argument that it does not know.",
    expect=FAILS,
    mistake=True,
    counter=STRICT,
)
def misspelt_is_told(bench: Bench) -> Observation:
    found = built(bench, "hall", number=3, external=True)
    return Observation(
        holds="error" in found, because=f"`url_for('hall', number=3, external=True)` {said(found)}"
    )


@claim(
    "missing-is-told",
    "`url_for` raises an error where a part of the path is missing.",
    expect=HOLDS,
    counter=Counter(to="search"),
)
def missing_is_told(bench: Bench, *, to: str = "hall") -> Observation:
    found = built(bench, to)
    return Observation(holds="error" in found, because=f"`url_for({to!r})` {said(found)}")


@claim(
    "file-is-not-looked-for",
    "`url_for('static', …)` writes an address for a file that does not exist.",
    expect=HOLDS,
    counter=LOOKING,
)
def file_is_not_looked_for(bench: Bench) -> Observation:
    found = built(bench, "static", filename="paln.txt")
    seen = bench.send("GET", found.get("url", "/static/paln.txt"))
    return Observation(
        holds="url" in found and seen.status == 404,
        because=f"Asked for a file `paln.txt`, Flask answered {seen.status_line}, and "
        f"`url_for` {said(found)}",
    )


def got_back(bench: Bench, title: str) -> str:
    """What the view of a painting is given when the address that url_for made of the title is opened."""
    seen = bench.send("GET", built(bench, "painting", title=title)["url"])
    return str(seen.json()["title"]) if seen.status == 200 else seen.status_line


@claim(
    "escape-first",
    "A title with spaces or a question mark must be escaped before it is given to `url_for`.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "/paintings/<title>": "/paintings/<raw:title>",
            "import BuildError\n\napp = Flask(__name__)\n": """import BaseConverter, BuildError


class RawConverter(BaseConverter):
    def to_url(self, value):
        return value.replace(" ", "+")


app = Flask(__name__)
app.url_map.converters["raw"] = RawConverter
""",
        }
    ),
)
def escape_first(bench: Bench, *, title: str = "Night & Day: 50 %? #1") -> Observation:
    as_it_is, escaped = got_back(bench, title), got_back(bench, quote(title))
    return Observation(
        holds=as_it_is != title and escaped == title,
        because=f"Of `{title}` the view got `{as_it_is}`; of `{quote(title)}` it got `{escaped}`.",
    )


@claim(
    "none-is-left-out",
    "An argument of `url_for` that is `None` is left out of the address.",
    expect=HOLDS,
    counter=Counter(page="None"),
)
def none_is_left_out(bench: Bench, *, page: str | None = None) -> Observation:
    found = built(bench, "search", word="sea", page=page)
    return Observation(
        holds="page" not in found["url"],
        because=f"`url_for('search', word='sea', page={page!r})` {said(found)}",
    )


@claim(
    "anchor-arrives",
    "What `_anchor` adds to the address is sent to the server.",
    expect=FAILS,
    mistake=True,
    counter=Counter(argument="anchor"),
)
def anchor_arrives(bench: Bench, *, argument: str = "_anchor") -> Observation:
    hall = secrets.randbelow(10**9)  # one that this engine alone asks for
    found = built(bench, "hall", number=hall, **{argument: "window"})
    engine = bench.engine()
    engine.visit(urljoin(bench.url, found["url"]))
    seen = bench.arrived(f"/halls/{hall}")[-1]
    target = seen.sent.removeprefix("GET ")
    return Observation(
        holds="window" in target,
        because=f"A web engine opened `{found['url']}` and asked the server for `{target}`.",
        shown=seen,
    )


@claim(
    "external-is-configured",
    "With `_external=True` the host is the one on which the app really runs.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"_external=True)}": "_external=True).replace(request.host, 'localhost')}"}),
)
def external_is_configured(bench: Bench) -> Observation:
    seen = bench.send("GET", "/letter", headers={"Host": "thief.example"})
    host = urlsplit(seen.text.split()[-1]).hostname
    return Observation(
        holds=host != "thief.example",
        because=f"To a request with `Host: thief.example`, the letter said: {seen.text}.",
    )


@claim(
    "prefix-is-known",
    "Where a proxy puts a prefix before all paths, and says so, `url_for` writes it and a link "
    "written by hand lacks it.",
    expect=HOLDS,
    counter=Counter(headers={}),
)
def prefix_is_known(
    bench: Bench, *, headers: Mapping[str, str] = {"X-Forwarded-Prefix": "/museum"}
) -> Observation:
    text = bench.send("GET", "/", headers=headers).text
    by_name, by_hand = (
        text.split(f'">{words}<')[0].rsplit('"', 1)[1] for words in ("Hall 3", "Hall 3, by hand")
    )
    told = ", ".join(f"`{name}: {value}`" for name, value in headers.items())
    return Observation(
        holds=by_name == "/museum/halls/3" and by_hand == "/halls/3",
        because=f"With {told or 'no such header'}, `url_for` wrote `{by_name}`, "
        f"and the link by hand was `{by_hand}`.",
    )
