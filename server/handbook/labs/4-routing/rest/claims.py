"""What is said about REST, decided on shopping lists."""

import secrets
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim

MILK = {"what": "milk", "litres": 2}
# A DELETE that takes the last item, whichever that is.
ANOTHER_EACH_TIME = Counter(
    {"show(household, number)\n    del lists[household][number]": "lists[household].popitem()"}
)


def stocked(bench: Bench) -> str:
    """The address of a list that nobody else uses, with milk as its item 1."""
    items = f"/{secrets.token_hex(6)}/items"
    bench.send("POST", items, json=MILK)
    return items


def content(bench: Bench, items: str) -> Any:
    """What is on a list."""
    return bench.send("GET", items).json()


@claim(
    "twice-is-once",
    "The same `PUT` sent twice leaves what one leaves.",
    expect=HOLDS,
    counter=Counter(method="POST", where=""),
)
def twice_is_once(bench: Bench, *, method: str = "PUT", where: str = "/1") -> Observation:
    items = stocked(bench)
    bench.send(method, items + where, json={"what": "rye"})
    once = content(bench, items)
    seen = bench.send(method, items + where, json={"what": "rye"})
    twice = content(bench, items)
    return Observation(
        holds=once == twice,
        because=f"The number of items was {len(once)} after one `{method}` and {len(twice)} after the "
        f"second; what was on it {'was the same' if once == twice else 'had changed'}.",
        shown=seen,
    )


@claim(
    "delete-twice",
    "The `DELETE` of this API, answered with 204 the first time and with 404 the second, is idempotent.",
    expect=HOLDS,
    counter=ANOTHER_EACH_TIME,
)
def delete_twice(bench: Bench) -> Observation:
    items = stocked(bench)
    bench.send("POST", items, json=MILK)
    first = bench.send("DELETE", f"{items}/1", may_crash=True)
    once = content(bench, items)
    second = bench.send("DELETE", f"{items}/1", may_crash=True)
    twice = content(bench, items)
    return Observation(
        holds=once == twice and second.status == 404,
        because=f"Of two items the first `DELETE` left {len(once)} and was answered with "
        f"{first.status_line}; the second left {len(twice)} and was answered with {second.status_line}.",
        shown=second,
    )


@claim(
    "put-keeps-the-rest",
    "A `PUT` with one field changes this field and leaves the others.",
    expect=FAILS,
    mistake=True,
    counter=Counter(method="PATCH"),
)
def put_keeps_the_rest(bench: Bench, *, method: str = "PUT") -> Observation:
    items = stocked(bench)
    seen = bench.send(method, f"{items}/1", json={"what": "oat milk"})
    item = bench.send("GET", f"{items}/1").json()
    return Observation(
        holds=item.get("litres") == MILK["litres"],
        because=f"After a `{method}` of the field `what`, the item had the fields "
        f"`{', '.join(sorted(item))}`.",
        shown=seen,
    )


@claim(
    "get-is-guarded",
    "Flask sees to it that a `GET` changes nothing.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'show(household, number)["bought"] = True': "show(household, number)"}),
)
def get_is_guarded(bench: Bench) -> Observation:
    items = stocked(bench)
    before = content(bench, items)
    seen = bench.send("GET", f"{items}/1/buy")
    after = content(bench, items)
    return Observation(
        holds=before == after,
        because=f"Before the `GET`, `bought` was {before[0]['bought']}; after it, {after[0]['bought']}.",
        shown=seen,
    )


@claim(
    "created-by-itself",
    "Flask answers a `POST` that has created something with `201 Created`.",
    expect=FAILS,
    mistake=True,
    counter=Counter(path="items"),
)
def created_by_itself(bench: Bench, *, path: str = "guests") -> Observation:
    household = secrets.token_hex(6)
    seen = bench.send("POST", f"/{household}/{path}", json=MILK)
    there = len(content(bench, f"/{household}/items"))
    return Observation(
        holds=seen.status == 201,
        because=f"The list had {there} item then, and the answer was {seen.status_line}.",
        shown=seen,
    )


@claim(
    "text-with-204",
    "What a view returns together with 204 does not reach the client.",
    expect=HOLDS,
    counter=Counter({'{"removed": number}, 204': '{"removed": number}, 200'}),
)
def text_with_204(bench: Bench) -> Observation:
    seen = bench.send("DELETE", f"{stocked(bench)}/1")
    size = len(seen.text)
    return Observation(
        holds=not size,
        because=f"The view returned a dictionary; with {seen.status_line} the client got {size} bytes.",
    )


@claim(
    "forms-put",
    'A browser sends a form with `method="put"` as a `GET`.',
    expect=HOLDS,
    counter=Counter({'method="put"': 'method="post"', "@app.put(": "@app.post("}),
)
def forms_put(bench: Bench) -> Observation:
    engine = bench.engine()
    engine.visit(f"{bench.url}/")
    engine.run("document.querySelector('form').requestSubmit()")
    seen = bench.arrived("/smith/items/1")[-1]
    sent = seen.exchange.request.method
    return Observation(
        holds=sent == "GET",
        because=f"The web engine sent `{sent} {seen.exchange.request.path}`, "
        f"with {'the fields in the URL' if seen.exchange.request.query else 'the fields in the body'}.",
        shown=seen,
    )


@claim(
    "errors-are-json",
    "One error handler for `HTTPException` turns every error of an API into JSON, bugs and unknown "
    "URLs included.",
    expect=HOLDS,
    counter=Counter({"@app.errorhandler(HTTPException)": "@app.errorhandler(404)"}),
)
def errors_are_json(bench: Bench) -> Observation:
    answers = (
        bench.send("GET", "/smith/nothing/like/this"),
        bench.send("GET", f"/{secrets.token_hex(6)}/items/9"),
        bench.send("DELETE", "/smith/items"),
        bench.send("POST", "/smith/items", raw=b"{", headers={"Content-Type": "application/json"}),
        bench.send("POST", "/smith/items", json=["a list"], may_crash=True),
    )
    kinds = [f"{seen.status}: {seen.header('Content-Type')}" for seen in answers]
    return Observation(
        holds=all(seen.header("Content-Type") == "application/json" for seen in answers),
        because="No such rule, no such item, a wrong method, broken JSON and a bug in the view gave "
        f"{', '.join(kinds)}.",
    )


@claim(
    "keeps-allow",
    "An error handler that returns a dictionary and `error.code` keeps the error's headers, such as `Allow`.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "}, error.code\n": '}, error.code, {"Allow": ", ".join(getattr(error, "valid_methods", ()))}\n',
        }
    ),
)
def keeps_allow(bench: Bench) -> Observation:
    seen = bench.send("DELETE", "/smith/items")
    allow = seen.header("Allow")
    return Observation(
        holds=bool(allow),
        because=f"`DELETE` of a whole list was answered with {seen.status_line} "
        + (f"and `Allow: {allow}`." if allow else "and without a header `Allow`."),
    )
