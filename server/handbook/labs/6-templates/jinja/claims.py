"""What is said about Jinja, decided on a bakery's board."""

import re

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim

APP = "app = Flask(__name__)\n"


def undefined(kind: str) -> Counter:
    """Another idea of what an undefined name is."""
    return Counter({APP: f"{APP}import jinja2\n\napp.jinja_env.undefined = jinja2.{kind}\n"})


def found(pattern: str, seen: Seen) -> str:
    """What the pattern's group finds on a page."""
    match = re.search(pattern, seen.text)
    if match is None:
        raise Undecided(f"{seen.sent} does not show what is looked for.", "Restore the lab's templates.")
    return match[1]


def broke(seen: Seen) -> str:
    """How the template failed, in a few words; empty where it did not."""
    failed = seen.all_of("exception")
    return f"{failed[0]['type']}: {failed[0]['message']}" if failed else ""


@claim(
    "the-name",
    "The function that renders a template file is called `render_templates`.",
    expect=FAILS,
    mistake=True,
    counter=Counter(name="render_template"),
)
def the_name(bench: Bench, *, name: str = "render_templates") -> Observation:
    exists = bench.send("GET", f"/flask/{name}").json()["exists"]
    return Observation(
        holds=exists, because=f"The module `flask` has {'a' if exists else 'no'} name `{name}` in it."
    )


@claim(
    "misspelt-raises",
    "A misspelt variable in a template raises an error.",
    expect=FAILS,
    mistake=True,
    counter=undefined("StrictUndefined"),
)
def misspelt_raises(bench: Bench) -> Observation:
    seen = bench.send("GET", "/apprentice", may_crash=True)
    failure = broke(seen)
    return Observation(
        holds=bool(failure),
        because=f"With `{{{{ haeding }}}}` in its template, the page came as {seen.status_line}"
        + (f", after `{failure}`." if failure else f", and its heading reads `{found('<h1>(.*?)<', seen)}`."),
    )


@claim(
    "attribute-raises",
    "The attribute of a misspelt variable, as in `{{ laof.name }}`, raises an error.",
    expect=HOLDS,
    counter=undefined("ChainableUndefined"),
)
def attribute_raises(bench: Bench) -> Observation:
    seen = bench.send("GET", "/sign", may_crash=True)
    failure = broke(seen)
    return Observation(
        holds=bool(failure),
        because=f"The sign came as {seen.status_line}"
        + (f", after `{failure}`." if failure else f", and reads `{seen.text}`."),
    )


@claim(
    "loop-else",
    "The `else` of a `for` loop in a template runs when the loop has come to its end, as in Python.",
    expect=FAILS,
    mistake=True,
    counter=Counter(day="sunday"),
)
def loop_else(bench: Bench, *, day: str = "monday") -> Observation:
    seen = bench.send("GET", "/", query={"day": day})
    ran = "Nothing was baked" in seen.text
    loaves = seen.text.count("<li>") - ran
    return Observation(
        holds=ran,
        because=f"The loop went round {loaves} times, and its `else` part was {'' if ran else 'not '}shown.",
    )


@claim(
    "set-in-a-loop",
    "A variable that is `{% set %}` anew inside a `for` loop has its old value again after the loop.",
    expect=HOLDS,
    counter=Counter(
        {
            "{% set left = 0 %}": "{% set all = namespace(left=0) %}",
            "{% set left = left + loaf.left %}": "{% set all.left = all.left + loaf.left %}",
            "<p>{{ left }} loaves": "<p>{{ all.left }} loaves",
        }
    ),
)
def set_in_a_loop(bench: Bench) -> Observation:
    left = int(found(r"<p>(\d+) loaves", bench.send("GET", "/apprentice")))
    return Observation(
        holds=left == 0,
        because=f"There are 3, 0 and 12 loaves, and after the loop the sum was {left}.",
    )


@claim(
    "false-is-true",
    "If the view passes on what came with `?ill=false`, then `{% if ill %}` is true.",
    expect=HOLDS,
    counter=Counter({'ill = request.args.get("ill", "")': 'ill = request.args.get("ill") == "true"'}),
)
def false_is_true(bench: Bench) -> Observation:
    seen = bench.send("GET", "/apprentice", query={"ill": "false"})
    value = seen.of("template")["context"]["ill"]
    shown = "the apprentice is ill" in seen.text
    return Observation(
        holds=shown,
        because=f"The template was given the {value['type']} `{value['repr']}`, and what stands between "
        f"`{{% if ill %}}` and `{{% endif %}}` was {'shown' if shown else 'left out'}.",
    )


@claim(
    "outside-a-block",
    "Text that a child template has outside its blocks is shown where it stands.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"<p>Fresh every hour!</p>\n{% block main %}": "{% block main %}<p>Fresh every hour!</p>"}
    ),
)
def outside_a_block(bench: Bench) -> Observation:
    shown = "Fresh every hour!" in bench.send("GET", "/apprentice").text
    return Observation(
        holds=shown,
        because="`Fresh every hour!` is written in `apprentice.html`, and "
        f"{'also' if shown else 'nowhere'} on the page.",
    )


@claim(
    "unfilled-block",
    "A block that a child template leaves out keeps what the parent has in it.",
    expect=HOLDS,
    counter=Counter(
        {"import tag with context %}": "import tag with context %}{% block foot %}{% endblock %}"}
    ),
)
def unfilled_block(bench: Bench) -> Observation:
    seen = bench.send("GET", "/")
    kept = "Open from six." in seen.text
    loaded = " and ".join(f"`{name}`" for name in seen.of("template")["loaded"])
    return Observation(
        holds=kept,
        because=f"`{seen.of('template')['name']}` was rendered, {loaded} loaded with it, and the page says "
        f"{'`Open from six.`' if kept else 'nothing about when it opens.'}",
    )


@claim(
    "macro-sees-arguments",
    "An imported macro cannot read the variables that the view gave to the page.",
    expect=HOLDS,
    counter=Counter({"import tag %}": "import tag with context %}"}),
)
def macro_sees_arguments(bench: Bench) -> Observation:
    seen = bench.send("GET", "/apprentice")
    item = found("<li>(.*?):", seen)
    return Observation(
        holds="crowns" not in item,
        because="The view passed `currency='crowns'`, the macro ends in `{{ currency }}`, and wrote "
        f"`{item}`.",
    )


@claim(
    "round-writes-cents",
    "`{{ price|round(2) }}` always shows two decimals.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"(loaf.price / 2)|round(2)": "(loaf.price / 2)|money"}),
)
def round_writes_cents(bench: Bench) -> Observation:
    prices = re.findall(r"half costs ([\d.]+)", bench.send("GET", "/apprentice").text)
    if not prices:
        raise Undecided("The board shows no prices.", "Restore the lab's templates.")
    short = [price for price in prices if not re.fullmatch(r"\d+\.\d\d", price)]
    return Observation(
        holds=not short,
        because=f"Half a loaf cost {', '.join(prices)}: "
        + (f"{short[0]} has not two decimals." if short else "all have two decimals."),
    )
