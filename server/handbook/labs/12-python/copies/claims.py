"""What is said about copies, decided on a bakery's standing orders."""

import json
import secrets

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, claim


@claim(
    "assignment-copies",
    "`second = first` makes a copy, which can be changed without touching the first.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"second = first\n": "second = dict(first)\n"}),
)
def assignment_copies(bench: Bench) -> Observation:
    found = bench.send("GET", "/assigned").json()
    return Observation(
        holds=found["first"]["name"] == "Ada",
        because=f"After a new name for the second order, the first one says {found['first']['name']!r}.",
    )


@claim(
    "shallow-copies-inside",
    "`dict.copy()` copies everything in the dictionary.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"second = first.copy()": "second = copy.deepcopy(first)"}),
)
def shallow_copies_inside(bench: Bench) -> Observation:
    found = bench.send("GET", "/shallow").json()
    return Observation(
        holds="brioche" not in found["first"]["loaves"],
        because=f"A brioche was added to the copy's loaves; the first order has {found['first']['loaves']}.",
    )


@claim(
    "shallow-guards-keys",
    "Giving a key of a shallow copy a new value leaves the original as it was.",
    expect=HOLDS,
    counter=Counter({"second = copy.copy(first)": "second = first"}),
)
def shallow_guards_keys(bench: Bench) -> Observation:
    found = bench.send("GET", "/shallow/name").json()
    return Observation(
        holds=found["first"]["name"] == "Ada",
        because=f"The copy got the name {found['second']['name']}; "
        f"the first order says {found['first']['name']}.",
    )


@claim(
    "deep-shares-nothing",
    "Whatever is changed inside a deep copy, the original does not see it.",
    expect=HOLDS,
    counter=Counter(
        {
            'copy.deepcopy(first)\n    second["loaves"]': 'copy.copy(first)\n    second["loaves"]',
        }
    ),
)
def deep_shares_nothing(bench: Bench) -> Observation:
    found = bench.send("GET", "/deep").json()
    return Observation(
        holds="brioche" not in found["first"]["loaves"],
        because=f"The changed order has {found['second']['loaves']}, "
        f"the first one {found['first']['loaves']}.",
    )


@claim(
    "deep-separates",
    "In a deep copy, one list that was in two places has become two lists.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            'copy.deepcopy({"monday": loaves, "friday": loaves})': (
                'json.loads(json.dumps({"monday": loaves, "friday": loaves}))'
            )
        }
    ),
)
def deep_separates(bench: Bench) -> Observation:
    week = bench.send("GET", "/shared").json()
    return Observation(
        holds=week["monday"] != week["friday"],
        because=f"Spelt was added on the copied Monday; Monday now has {week['monday']}, "
        f"Friday {week['friday']}.",
    )


@claim(
    "circles-never-end",
    "`copy.deepcopy` never comes to an end with objects that refer to each other in a circle.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "def standing_order():": (
                "def each(thing):\n"
                "    return {key: each(value) for key, value in thing.items()} "
                "if isinstance(thing, dict) else thing\n\n\n"
                "def standing_order():"
            ),
            "again = copy.deepcopy(ada)": "again = each(ada)",
        }
    ),
)
def circles_never_end(bench: Bench) -> Observation:
    found = bench.send("GET", "/circle").json()
    return Observation(
        holds=not found["copied"],
        because=f"The copy of Ada is a new object ({found['new']}), and its neighbour's neighbour is "
        f"the copy itself ({found['closed']})."
        if found["copied"]
        else f"It was given up with a {found['says']}.",
    )


@claim(
    "deep-takes-all",
    "`copy.deepcopy` can copy any object.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'"guard": threading.Lock()': '"guard": [threading.Lock]'}),
)
def deep_takes_all(bench: Bench) -> Observation:
    found = bench.send("GET", "/oven").json()
    return Observation(
        holds="copied" in found,
        because=f"The batch was copied with its keys {found['copied']}."
        if "copied" in found
        else f"The batch with a lock in it led to a TypeError: {found['says']}.",
    )


@claim(
    "json-is-a-deep-copy",
    "`json.loads(json.dumps(x))` gives a deep copy that is equal to `x`.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'{1: ("rye", 30), 2: ("spelt", 35)}': '{"1": ["rye", 30], "2": ["spelt", 35]}'}),
)
def json_is_a_deep_copy(bench: Bench) -> Observation:
    found = bench.send("GET", "/json").json()
    return Observation(holds=found["equal"], because=f"{found['first']} came back as {found['second']}.")


@claim(
    "times-three",
    "`[[]] * 3` makes three lists.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"[[]] * 3": "[[] for _ in range(3)]"}),
)
def times_three(bench: Bench) -> Observation:
    shelves = bench.send("GET", "/table").json()
    return Observation(
        holds=shelves == [["rye"], [], []],
        because=f"Rye was put on the first shelf; the three hold {json.dumps(shelves)}.",
    )


@claim(
    "view-owns-its-list",
    "A list that a view takes from the module and changes is changed for this request only.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"    loaves = MENU\n": "    loaves = MENU.copy()\n"}),
)
def view_owns_its_list(bench: Bench) -> Observation:
    special = f"cake {secrets.token_hex(4)}"
    bench.send("POST", "/menu/today", form={"special": special})
    menu = bench.send("GET", "/menu").json()
    there = special in menu
    return Observation(
        holds=not there,
        because=f"One request offered a {special}; the menu of the next "
        f"{'offers it too' if there else f'is {menu}'}.",
    )
