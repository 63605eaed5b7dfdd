"""What is said about flask.request, decided at a bakery's order desk."""

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

FORM = "application/x-www-form-urlencoded"

# Requests whose args and form may be changed.
CHANGEABLE = Counter(
    {
        "app = Flask(__name__)\n": "from werkzeug.datastructures import MultiDict\n\n"
        "app = Flask(__name__)\n"
        "app.request_class = type('R', (Flask.request_class,), {'parameter_storage_class': MultiDict})\n"
    }
)


@claim(
    "by-method",
    "request.args belongs to GET and request.form to POST; other methods leave them empty.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            '"args": request.args.to_dict(flat=False),\n        "form": request.form.to_dict(flat=False)': (
                '"args": request.args.to_dict(flat=False) if request.method == "GET" else {},\n'
                '        "form": request.form.to_dict(flat=False) if request.method == "POST" else {}'
            )
        }
    ),
)
def by_method(bench: Bench) -> Observation:
    found = {
        method: bench.send(method, "/order", query={"table": "4"}, form={"loaf": "rye"}).json()
        for method in ("PUT", "PATCH", "DELETE")
    }
    return Observation(
        holds=not any(inside["args"] or inside["form"] for inside in found.values()),
        because="Sent the query table=4 and the form loaf=rye, request.args and request.form held: "
        + ", ".join(f"{method} {inside['args']} and {inside['form']}" for method, inside in found.items())
        + ".",
    )


@claim(
    "values-without-form",
    "With a GET, request.values leaves out the form, even where request.form is filled.",
    expect=HOLDS,
    counter=Counter(method="POST"),
)
def values_without_form(bench: Bench, *, method: str = "GET") -> Observation:
    found = bench.send(method, "/order", query={"table": "4"}, form={"loaf": "rye"}).json()
    return Observation(
        holds=bool(found["form"]) and set(found["values"]) == {"table"},
        because=f"In a {method} with a query and a form, request.form held {found['form']} "
        f"and request.values held {found['values']}.",
    )


@claim(
    "types-as-listed",
    "args, form, files and cookies are ImmutableMultiDicts, values is a CombinedMultiDict, data is bytes.",
    expect=HOLDS,
    counter=CHANGEABLE,
)
def types_as_listed(bench: Bench) -> Observation:
    types = bench.send("POST", "/order", form={"loaf": "rye"}).json()["types"]
    alike = {types[name] for name in ("args", "form", "files", "cookies")}
    return Observation(
        holds=alike == {"ImmutableMultiDict"}
        and (types["values"], types["data"]) == ("CombinedMultiDict", "bytes"),
        because="Their types were " + ", ".join(f"{name}: {kind}" for name, kind in types.items()) + ".",
    )


@claim(
    "first-of-many",
    "When a name comes twice, request.args['loaf'] is the list of both values.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'request.args["loaf"]': 'request.args.getlist("loaf")'}),
)
def first_of_many(bench: Bench) -> Observation:
    found = bench.send("GET", "/bill", query=(("loaf", "rye"), ("loaf", "spelt"))).json()["loaf"]
    return Observation(
        holds=found == ["rye", "spelt"], because=f"For /bill?loaf=rye&loaf=spelt it was {found!r}."
    )


@claim(
    "missing-is-500",
    "request.form['name'] crashes with a KeyError and a 500 when the field is missing.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'request.form["name"]': 'request.form.to_dict()["name"]'}),
)
def missing_is_500(bench: Bench) -> Observation:
    seen = bench.send("POST", "/gift", form={"loaf": "rye"}, may_crash=True)
    raised = seen.of("exception")
    return Observation(
        holds=seen.status == 500,
        because=f"Without the field, {raised['type']} was raised and the client got {seen.status_line}.",
    )


@claim(
    "data-is-the-body",
    "request.data is the body of the request, whatever its type.",
    expect=FAILS,
    mistake=True,
    counter=Counter(content_type="text/plain"),
)
def data_is_the_body(bench: Bench, *, content_type: str = FORM) -> Observation:
    seen = bench.send("POST", "/order", headers={"Content-Type": content_type}, raw=b"loaf=rye")
    found = seen.json()
    return Observation(
        holds=found["data"] == "loaf=rye",
        because=f"The 8 bytes loaf=rye, sent as {content_type}, made request.data {found['data']!r} and "
        f"request.form {found['form']}.",
    )


@claim(
    "json-wrong-type-415",
    "A body that does not call itself JSON makes request.json answer 415 Unsupported Media Type.",
    expect={"werkzeug>=2.3": HOLDS, "": FAILS},
    counter={
        "werkzeug>=2.3": Counter(content_type="application/json"),
        "": Counter(
            {
                '    return {"recipe": request.json}': (
                    '    return {"recipe": request.json} if request.is_json else ({}, 415)'
                )
            }
        ),
    },
)
def json_wrong_type_415(bench: Bench, *, content_type: str = "text/plain") -> Observation:
    seen = bench.send("POST", "/recipe", headers={"Content-Type": content_type}, raw=b"flour: 500")
    return Observation(
        holds=seen.status == 415,
        because=f"On Werkzeug {bench.versions.werkzeug} the answer was {seen.status_line}.",
    )


@claim(
    "file-needs-enctype",
    "Without an enctype on the form, request.files stays empty and request.form holds the file's name.",
    expect=HOLDS,
    counter=Counter(multipart=True),
)
def file_needs_enctype(bench: Bench, *, multipart: bool = False) -> Observation:
    if multipart:
        seen = bench.send("POST", "/order", files=[("cake", "cake.jpg", "image/jpeg", b"\xff\xd8\xff")])
    else:
        # A form without enctype sends of a file its name, as HTML's form submission has it.
        seen = bench.send("POST", "/order", form={"cake": "cake.jpg"})
    found = seen.json()
    return Observation(
        holds=not found["files"] and found["form"] == {"cake": ["cake.jpg"]},
        because=f"Sent {'with' if multipart else 'without'} an enctype of multipart/form-data, "
        f"request.files held {found['files']}, and request.form held {found['form']}.",
    )


@claim(
    "headers-any-case",
    "request.headers finds a header however its name is written, and takes it from environ.",
    expect=HOLDS,
    counter=Counter({"request.headers.get(": "dict(request.headers).get("}),
)
def headers_any_case(bench: Bench) -> Observation:
    found = bench.send("GET", "/table", headers={"X-Table": "4"}).json()
    return Observation(
        holds=found["header"] == found["environ"] == "4",
        because=f"Sent as X-Table, it was {found['header']!r} for x-table "
        f"and {found['environ']!r} for HTTP_X_TABLE.",
    )


@claim(
    "is-xhr",
    "request.is_xhr tells whether a script sent the request.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "app = Flask(__name__)\n": "app = Flask(__name__)\n"
            "app.request_class = type('Old', (Flask.request_class,), {'is_xhr': True})\n"
        }
    ),
)
def is_xhr(bench: Bench) -> Observation:
    exists = bench.send("GET", "/has/is_xhr", headers={"X-Requested-With": "XMLHttpRequest"}).json()["exists"]
    return Observation(holds=exists, because=f"The request {'has' if exists else 'has no'} attribute is_xhr.")


@claim(
    "charset-exists",
    "request.charset names the encoding in which a form is read.",
    expect={"werkzeug>=3": FAILS, "": HOLDS},
    counter={"werkzeug>=3": Counter(name="mimetype"), "": Counter(name="is_xhr")},
)
def charset_exists(bench: Bench, *, name: str = "charset") -> Observation:
    exists = bench.send("GET", f"/has/{name}").json()["exists"]
    return Observation(
        holds=exists,
        because=f"On Werkzeug {bench.versions.werkzeug} the request "
        f"{'has' if exists else 'has no'} attribute {name}.",
    )


@claim(
    "endpoint-is-path",
    "request.endpoint is the path that was asked for.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'@app.route("/order", ': '@app.route("/order", endpoint="/order", '}),
)
def endpoint_is_path(bench: Bench) -> Observation:
    where = bench.send("GET", "/order").json()["where"]
    return Observation(
        holds=where["endpoint"] == "/order",
        because=f"For /order the endpoint was {where['endpoint']!r}, and the rule {where['rule']!r}.",
    )


@claim(
    "rule-has-placeholders",
    "request.url_rule shows the placeholders of the rule, not what the visitor wrote there.",
    expect=HOLDS,
    counter=Counter(path="/order"),
)
def rule_has_placeholders(bench: Bench, *, path: str = "/has/is_json") -> Observation:
    rule = bench.send("GET", path).json()["where"]["rule"]
    return Observation(holds="<" in rule and rule != path, because=f"For {path} the rule was {rule!r}.")


@claim(
    "blueprint-named",
    "request.blueprint names the blueprint whose view answers, and the endpoint begins with it.",
    expect=HOLDS,
    counter=Counter(path="/order"),
)
def blueprint_named(bench: Bench, *, path: str = "/kitchen/") -> Observation:
    found = bench.send("GET", path).json()
    where = found.get("where", found)
    return Observation(
        holds=where["blueprint"] == "kitchen" and where["endpoint"].startswith("kitchen."),
        because=f"For {path} the blueprint was {where['blueprint']!r}, the endpoint {where['endpoint']!r}.",
    )


@claim(
    "refusal-kept",
    "Where no rule fits, request.endpoint is None and request.routing_exception holds the 404.",
    expect=HOLDS,
    counter=Counter(path="/order"),
)
def refusal_kept(bench: Bench, *, path: str = "/cellar") -> Observation:
    found = bench.send("GET", path).json()
    where = found.get("where", found)
    return Observation(
        holds=where["endpoint"] is None and where["refused"] == "NotFound",
        because=f"For {path} the endpoint was {where['endpoint']!r}, "
        f"the routing exception {where['refused']!r}.",
    )
