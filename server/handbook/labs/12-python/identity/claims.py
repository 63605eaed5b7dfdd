"""What is said about `is` and `==`, decided in a cloakroom."""

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
    "Whenever CPython makes an integer from -5 to 256, it hands out the same object for it.",
    expect=HOLDS,
    counter=Counter({"range(-5, 257)": "range(-5, 5000)"}),
)
def small_integers(bench: Bench) -> Observation:
    found = bench.send("GET", "/small").json()
    return Observation(
        holds=found["same"] == found["of"],
        because=f"Each number from {found['first']} to {found['last']} was read twice from text; "
        f"{found['same']} of {found['of']} were the same object both times.",
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
    "CPython makes one object of a number literal that stands twice in one function.",
    expect=HOLDS,
    counter=Counter({"second = 1_000_000": 'second = int("1000000")'}),
)
def literals_shared(bench: Bench) -> Observation:
    _, same = said(bench, "/literals")
    return Observation(
        holds=same,
        because=f"The function gave two names to 1000000, and `is` between them said {same}.",
    )


@claim(
    "strings-interned",
    "Python interns strings, so equal strings are always the same object.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            '    first = "".join(list(name))\n    second = "".join(list(name))\n': (
                "    from sys import intern\n\n"
                '    first = intern("".join(list(name)))\n    second = intern("".join(list(name)))\n'
            )
        }
    ),
)
def strings_interned(bench: Bench) -> Observation:
    equal, same = said(bench, "/name/Ada")
    return Observation(
        holds=equal and same,
        because=f"Put together from letters twice, `==` said {equal} and `is` said {same}.",
    )


@claim(
    "equal-to-none",
    "`x == None` can be true of an object that is not `None`.",
    expect=HOLDS,
    counter=Counter({"        return True\n": "        return self is other\n"}),
)
def equal_to_none(bench: Bench) -> Observation:
    found = bench.send("GET", "/wild").json()
    return Observation(
        holds=found["== None"] and not found["is None"],
        because=f"For the director's ticket `== None` said {found['== None']} "
        f"and `is None` said {found['is None']}.",
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
    "id-again",
    "An object can have the very `id()` that another object had before it.",
    expect=HOLDS,
    counter=Counter({"        del coat\n": "        app.config.setdefault('RAIL', []).append(coat)\n"}),
)
def id_again(bench: Bench) -> Observation:
    found = bench.send("GET", "/pegs").json()
    return Observation(
        holds=found["reused"],
        because=f"In attempt {found['attempt']} of 100 the new list had "
        f"{'the same id as' if found['reused'] else 'once more another id than'} the one before it.",
    )


@claim(
    "literal-warns",
    "Python itself warns when a number in the source is compared with `is`.",
    expect=HOLDS,
    counter=Counter(source="number == 1000"),
)
def literal_warns(bench: Bench, *, source: str = "number is 1000") -> Observation:
    ran = bench.python("-W", "default", "-c", f"number = 7; {source}")
    said = [line for line in ran.output.splitlines() if "Warning" in line]
    return Observation(
        holds=bool(said),
        because=f"Of `{source}`, Python {bench.versions.python} said "
        + (f"{said[0].partition(': ')[2]!r}." if said else "nothing."),
    )
