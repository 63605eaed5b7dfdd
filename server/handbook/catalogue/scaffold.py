"""Begins a lab: the smallest one that `fumehood lab check` finds nothing wrong with but its words."""

from pathlib import Path
from typing import Final

from flask_babel import gettext as _

from server.handbook.catalogue.catalogue import LABS
from server.handbook.catalogue.user_labs import is_slug
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

LAB: Final = """number = "14.1"                 # its place: chapter 14 is free
title = "The tea room"
summary = "A tea room that counts its cups: what this lab is about, in one sentence."
files = ["app.py"]

[[questions]]
question = "How many cups has a fresh tea room?"
answer = "Three."
claim = "three-cups"

[[sources]]
title = "Flask documentation, Quickstart"
url = "https://flask.palletsprojects.com/en/stable/quickstart/"
"""

APP: Final = '''"""A tea room: the app that readers see, run and change."""

from flask import Flask

app = Flask(__name__)
CUPS = 3


@app.get("/")
def home():
    return f"There are {CUPS} cups."
'''

CLAIMS: Final = '''"""What is said about the tea room, each statement with the experiment that decides it."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


@claim(
    "three-cups",
    "The tea room has three cups.",
    expect=HOLDS,
    counter=Counter({"CUPS = 3": "CUPS = 4"}),
)
def three_cups(bench: Bench) -> Observation:
    seen = bench.send("GET", "/")
    return Observation(holds="3 cups" in seen.text, because=f"It answered: {seen.text}")


@claim(
    "post-too",
    "A view that is written with app.get answers POST as well.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"@app.get(\\"/\\")": "@app.route(\\"/\\", methods=[\\"GET\\", \\"POST\\"])"}),
)
def post_too(bench: Bench) -> Observation:
    seen = bench.send("POST", "/")
    return Observation(holds=seen.status == 200, because=f"POST / answered {seen.status_line}.")
'''

PAGE: Final = """This page is a lab that says how to write a lab. Change it sentence by sentence into
yours, and run `fumehood lab check` on its folder as often as you like: it tells what is missing, with
the file and the line.

A lab is about one idea. Choose something that people say about Flask, HTTP or Python and that can be
tried: a thing that notes, answers and colleagues get wrong is worth more than a thing that everybody
knows. Then write the smallest app in which it happens. Ours is a tea room with three cups.

[claim: three-cups]

That line in the source of this page is where a claim stands. Readers see the statement first, say whether
they believe it, and then watch the experiment decide. The verdict is never written down anywhere: it
follows from what the app answered, and the sentence below it quotes what that was.

## Show it running

What happens between the request and the answer is drawn from the running app itself. Nobody has to draw
it, and nobody can draw it wrongly:

[look: GET /]

Say in a sentence or two what there is to see in it. A picture that nobody is told to look at is passed
over.

## Name the mistake

People who come from other frameworks, or from an older tutorial, believe something. Write it down as they
would say it, and let the app answer.

[claim: post-too]

Every claim has a counterexample: the smallest change of the app under which it must come out the other
way. That is how a reader knows that the experiment can see the difference, and how you know it. An
experiment that always says the same proves nothing.

Keep the page between 300 and 700 words. Build on the labs that are numbered before yours, and on nothing
else; where you point to a later one, the page itself says that it comes later.

## In your own project

The last section tells where the same can be seen in the reader's own app: on the bench, in which tab. For
this one, send `POST /` and look at **Routing**.
"""

FILES: Final = (("lab.toml", LAB), ("app.py", APP), ("claims.py", CLAIMS), ("page.md", PAGE))


def begin(folder: Path) -> Problem | None:
    """Make `folder` with a lab in it, or say why not; nothing that is there is touched."""
    if not is_slug(folder.name):
        return Problem(
            code=ProblemCode.BAD_NAME,
            cause=_("The folder of a lab cannot be called %(name)s.", name=folder.name),
            remedy=_("Use lower-case letters, digits and hyphens; it becomes part of an address."),
        )
    if any(LABS.glob(f"*/{folder.name}/lab.toml")):
        return Problem(
            code=ProblemCode.LAB_TAKEN,
            cause=_("The handbook has a lab called %(name)s already.", name=folder.name),
            remedy=_("Give the folder another name; it becomes part of an address."),
        )
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return Problem(
            code=ProblemCode.EXISTS,
            cause=_("%(folder)s is there already.", folder=folder),
            remedy=_("Name a folder that is not."),
        )
    except OSError as error:
        return Problem(
            code=ProblemCode.NOT_WRITABLE,
            cause=_("%(folder)s could not be made.", folder=folder),
            remedy=_("Name a place where you may write."),
            detail=str(error),
        )
    for name, text in FILES:
        (folder / name).write_text(text, "utf-8")
    return None
