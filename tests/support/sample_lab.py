"""Write a small lab, parts of which a test can replace."""

from pathlib import Path

CHAPTER = 'number = 1\ntitle = "First steps"\n'

TOML = """number = "1.1"
title = "Tiny"
summary = "As small as a lab can be."
files = ["app.py", "words.txt"]

[[questions]]
question = "Does `/` greet?"
answer = "**Yes**, it does."
claim = "greets"

[[sources]]
title = "Flask documentation"
url = "https://flask.palletsprojects.com/"
"""

APP = '''"""A door that greets."""
import os
import pathlib
import time

from flask import Flask, jsonify

app = Flask(__name__)


@app.route("/")
def greet():
    return "hello"


@app.route("/words")
def words():
    return pathlib.Path(app.root_path, "words.txt").read_text()


@app.route("/broken")
def broken():
    raise ValueError("no more tea")


@app.route("/slow")
def slow():
    time.sleep(30)
    return ""


@app.route("/dies")
def dies():
    os._exit(3)


@app.route("/list")
def numbers():
    return jsonify([1, 2])
'''

CLAIMS = '''"""Claims of every sort."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim


@claim("greets", "The door says hello.", expect=HOLDS, counter=Counter({'"hello"': '"goodbye"'}))
def greets(bench: Bench) -> Observation:
    seen = bench.send("GET", "/")
    return Observation(holds=seen.text == "hello", because=f"It said {seen.text}.")


@claim("swears", "The door swears.", expect=FAILS, mistake=True, counter=Counter(word="hello"))
def swears(bench: Bench, *, word: str = "drat") -> Observation:
    first = bench.send("GET", "/")
    bench.send("GET", "/words")
    return Observation(holds=word in first.text, because=f"It said {first.text}.", shown=first)


@claim(
    "modern", "The door is modern.", expect={"flask<1": HOLDS, "": FAILS}, counter=Counter({"one": "modern"})
)
def modern(bench: Bench) -> Observation:
    return Observation(holds="modern" in bench.send("GET", "/words").text, because="So say the words.")
'''

DRAWN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 80">
<title>A door</title><desc>It opens.</desc>
<defs><marker id="tip" refX="4" orient="auto"><path class="ink" d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="box good" x="10" y="10" width="90" height="60" rx="6"/>
<text class="strong" x="55" y="45" text-anchor="middle" font-size="13">
Tea &amp; <tspan class="mono">cake</tspan></text>
<path class="line" d="M100 40h90" marker-end="url(#tip)"/></svg>
"""

PAGE = """A door, and what it says.

[claim: greets]

## What it says

Nothing <script>alert(1)</script> bad, as [this lab](lab:tiny)
and [Flask](https://flask.palletsprojects.com/) know.

```python app.py
    return "hello"
```

[claim: swears]
[claim: modern]

[diagram: door]

[look: GET /]
[look: GET /words]

## In your own project

Open a door.
"""


ONE_CLAIM = '''"""One claim, whose experiment is given."""
import os
from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Undecided, claim


@claim("only", "The door does this.", expect=HOLDS, counter=Counter(other=True))
def only(bench: Bench, *, other: bool = False) -> Observation:
    {body}
'''


def one_claim(body: str) -> str:
    """Return a claims.py whose only experiment, `only`, has this body."""
    return ONE_CLAIM.format(body=body.replace("\n", "\n    "))


def write_lab(folder: Path, **parts: str) -> Path:
    """Write a lab and its chapter; `toml`, `app`, `claims`, `page` and `drawn` replace the defaults."""
    folder.mkdir(parents=True)
    (folder.parent / "chapter.toml").write_text(CHAPTER)
    (folder / "lab.toml").write_text(parts.get("toml", TOML))
    (folder / "app.py").write_text(parts.get("app", APP))
    (folder / "claims.py").write_text(parts.get("claims", CLAIMS))
    (folder / "page.md").write_text(parts.get("page", PAGE))
    (folder / "words.txt").write_text("one two")
    (folder / "door.svg").write_text(parts.get("drawn", DRAWN))
    return folder
