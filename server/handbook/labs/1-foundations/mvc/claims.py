"""What is said about MVC in Flask, decided in a bakery."""

from pathlib import PurePath

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, Undecided, claim


def way(seen: Seen) -> list[str]:
    """Which of the three a request passed, in the order in which it came to each first."""
    names = {"view": "the view function", "sql": "the model", "template": "the template"}
    found: list[str] = []
    for event in seen.exchange.events:
        from_model = event.kind != "sql" or (
            event.caller is not None and PurePath(event.caller.file).name == "model.py"
        )
        if event.kind in names and from_model and names[event.kind] not in found:
            found.append(names[event.kind])
    return found


def inside_template(seen: Seen) -> int:
    """How many queries were sent while the template was being filled in."""
    template = seen.exchange.first("template")
    if template is None or template.took is None:
        raise Undecided(f"{seen.sent} filled in no template.", "Restore the lab.")
    asked = [event.at for event in seen.exchange.of("sql") if event.body["operation"] == "execute"]
    if not asked:
        raise Undecided(f"No query was seen during {seen.sent}.", "Switch the sensor for SQL on.")
    return sum(template.at <= at <= template.at + template.took for at in asked)


@claim(
    "function-model-template",
    "A request for the list of orders comes to the view function, then to the model, then to the template.",
    expect=HOLDS,
    counter=Counter(path="/orders-late"),
)
def function_model_template(bench: Bench, *, path: str = "/orders") -> Observation:
    found = way(bench.send("GET", path))
    return Observation(
        holds=found == ["the view function", "the model", "the template"],
        because=f"`{path}` came to {', '.join(found)}, in this order.",
    )


@claim(
    "flask-demands-it",
    "In Flask every request passes model, view function and template, for it is an MVC framework.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'    return "pong"\n': "    return orders()\n"}),
)
def flask_demands_it(bench: Bench) -> Observation:
    seen = bench.send("GET", "/ping")
    found = way(seen)
    return Observation(
        holds=len(found) == 3,
        because=f"`/ping` was answered with {seen.status_line}, and passed {' and '.join(found)}"
        + (" only." if len(found) == 1 else "."),
    )


@claim(
    "model-is-clean",
    "The model of this app can be used where there is no web and no Flask.",
    expect=HOLDS,
    counter=Counter(
        {"import sqlite3\nimport tempfile\n": "import sqlite3\nimport tempfile\n\nimport flask\n"}
    ),
)
def model_is_clean(bench: Bench) -> Observation:
    ran = bench.python(
        "-c", "import sys, model; print(model.Order('Ada', 'rye', 2).total(), 'flask' in sys.modules)"
    )
    total, _, loaded = ran.output.strip().rpartition(" ")
    return Observation(
        holds=ran.code == 0 and loaded == "False",
        because=f"Imported alone, the model reckoned {total} for two loaves of rye; "
        f"Flask {'was loaded with it' if loaded == 'True' else 'was not loaded'}.",
    )


@claim(
    "flask-asks-the-model",
    "The rules of the model hold for whatever comes in, since Flask passes all data through it.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/order"),
)
def flask_asks_the_model(bench: Bench, *, path: str = "/order-quickly") -> Observation:
    seen = bench.send("POST", path, form={"customer": "Ada", "loaf": "rye", "count": "40"})
    return Observation(
        holds=seen.status >= 400,
        because=f"Forty loaves, sent to `{path}`, were answered with {seen.status_line}: "
        f"{seen.text.strip()}.",
    )


@claim(
    "template-does-not-ask",
    "When the template is filled in, the database has been asked all there is to ask.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="/orders"),
)
def template_does_not_ask(bench: Bench, *, path: str = "/orders-late") -> Observation:
    late = inside_template(bench.send("GET", path))
    return Observation(holds=not late, because=f"At `{path}`, {late} queries came from within the template.")


@claim(
    "template-changes",
    "A template can change the objects that a view hands to it.",
    expect=HOLDS,
    counter=Counter({"{{ order.cancel() }}: ": ""}),
)
def template_changes(bench: Bench) -> Observation:
    text = bench.send("GET", "/orders-tidy").text
    changed = text.count("cancelled")
    return Observation(
        holds=changed > 0,
        because=f"The view passed open orders to the template; when it had been filled in, {changed} were "
        "cancelled.",
    )


@claim(
    "folder-has-a-name",
    "Templates must lie in a folder called `templates`.",
    expect=FAILS,
    mistake=True,
    counter=Counter({', template_folder="pages"': ""}),
)
def folder_has_a_name(bench: Bench) -> Observation:
    seen = bench.send("GET", "/orders", may_crash=True)
    raised = seen.exchange.first("exception")
    return Observation(
        holds=seen.status != 200,
        because=f"There is no folder `templates`; `/orders` was answered with {seen.status_line}"
        + (f", for `{raised.body['type']}` was raised." if raised else "."),
    )


@claim(
    "view-must-answer",
    "One thing that Flask does demand is that a view returns a response.",
    expect=HOLDS,
    counter=Counter({"    return None\n": '    return ""\n'}),
)
def view_must_answer(bench: Bench) -> Observation:
    seen = bench.send("GET", "/nothing", may_crash=True)
    raised = seen.exchange.first("exception")
    return Observation(
        holds=seen.status >= 500,
        because=f"`/nothing` was answered with {seen.status_line}"
        + (f": {raised.body['message'].split('.')[0]}." if raised else "."),
    )
