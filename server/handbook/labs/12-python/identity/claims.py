"""What is said about `is` and `==`, decided in a cloakroom."""

import json

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


def said(bench: Bench, path: str) -> tuple[bool, bool]:
    """What the cloakroom says of two things: whether they are equal, and whether they are the same."""
    found = bench.send("GET", path).json()
    return bool(found["equal"]), bool(found["same"])


@claim(
    "equal-is-same",
    "If `a == b`, then `a` and `b` are the same object.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'grace = ["black", "wool"]': "grace = ada"}),
)
def equal_is_same(bench: Bench) -> Observation:
    equal, same = said(bench, "/coats")
    return Observation(
        holds=equal and same,
        because=f"For the two coats, `==` said {equal} and `is` said {same}.",
    )


@claim(
    "small-integers",
    "CPython keeps one object for each integer from -5 to 256, so equal ones are always the same.",
    expect=HOLDS,
    counter=Counter({"return compare(int(text), int(text))": "return compare(float(text), float(text))"}),
)
def small_integers(bench: Bench) -> Observation:
    tried = (-5, 0, 1, 256)
    found = {number: said(bench, f"/number/{number}")[1] for number in tried}
    told = ", ".join(f"{number}: {same}" for number, same in found.items())
    return Observation(
        holds=all(found.values()),
        because=f"Made twice from text, each was held against itself with `is`: {told}.",
    )


@claim(
    "is-for-numbers",
    "Integers can be compared with `is`: equal numbers are the same object.",
    expect=FAILS,
    mistake=True,
    counter=Counter(number=7),
)
def is_for_numbers(bench: Bench, *, number: int = 1_000_000) -> Observation:
    equal, same = said(bench, f"/number/{number}")
    return Observation(
        holds=equal and same,
        because=f"Of two {number}s read from the same text, `==` said {equal} and `is` said {same}.",
    )


@claim(
    "literals-shared",
    "Two equal number literals in one function are the same object.",
    expect=HOLDS,
    counter=Counter({"second = 1000": 'second = int("1000")'}),
)
def literals_shared(bench: Bench) -> Observation:
    _, same = said(bench, "/literals")
    return Observation(
        holds=same,
        because=f"The function gave two names to 1000, and `is` between them said {same}.",
    )


@claim(
    "strings-interned",
    "Python interns strings, so equal strings are always the same object.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"return compare(written, again)": "return compare(sys.intern(written), sys.intern(again))"}
    ),
)
def strings_interned(bench: Bench) -> Observation:
    equal, same = said(bench, "/name/Ada")
    return Observation(
        holds=equal and same,
        because=f"Put together from letters twice, `==` said {equal} and `is` said {same}.",
    )


@claim(
    "none-by-equality",
    "`x == None` and `x is None` always give the same answer.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"        return True\n": "        return self is other\n"}),
)
def none_by_equality(bench: Bench) -> Observation:
    found = bench.send("GET", "/wild").json()
    return Observation(
        holds=found["== None"] == found["is None"],
        because=f"For the director's ticket `== None` said {found['== None']} "
        f"and `is None` said {found['is None']}.",
    )


@claim(
    "only-true-is-true",
    "`x == True` is true for nothing but `True` itself.",
    expect=FAILS,
    mistake=True,
    counter=Counter(member="yes"),
)
def only_true_is_true(bench: Bench, *, member: object = 1) -> Observation:
    found = bench.send("POST", "/member", json={"member": member}).json()
    return Observation(
        holds=not found["== True"] or found["type"] == "bool",
        because=f"The request said {json.dumps({'member': member})}: an {found['type']} arrived, "
        f"`== True` said {found['== True']}, `is True` said {found['is True']}.",
    )


@claim(
    "equals-itself",
    "Whatever is the same object is also equal to itself.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'float("nan")': 'float("30")'}),
)
def equals_itself(bench: Bench) -> Observation:
    found = bench.send("GET", "/nan").json()
    return Observation(
        holds=found["equal"],
        because=f"Held against itself, the price is the same object ({found['same']}) and equal "
        f"({found['equal']}); `in` finds it in a list ({found['found']}).",
    )


@claim(
    "id-for-ever",
    "Two objects never have the same `id()`.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"        del coat\n": "        app.config.setdefault('RAIL', []).append(coat)\n"}),
)
def id_for_ever(bench: Bench) -> Observation:
    found = bench.send("GET", "/places").json()
    return Observation(
        holds=not found["reused"],
        because=f"Attempt {found['attempt']} of 100 was the last: the new list had "
        f"{'the same id as' if found['reused'] else 'another id than'} the one before it.",
    )


@claim(
    "literal-warns",
    "Python itself warns when a number literal is compared with `is`.",
    expect=HOLDS,
    counter=Counter({'compile("number is 1000"': 'compile("number == 1000"'}),
)
def literal_warns(bench: Bench) -> Observation:
    found = bench.send("GET", "/heard").json()
    version = ".".join(str(part) for part in found["python"])
    return Observation(
        holds=bool(found["said"]),
        because=f"Python {version} said " + (f"{found['said'][0]!r}." if found["said"] else "nothing."),
    )
